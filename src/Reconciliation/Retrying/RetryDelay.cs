using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Retrying;

/// <summary>Exponential delays with jitter, so that what failed together does not come back together.</summary>
internal sealed class RetryDelay(IOptions<RetryOptions> options, Random random)
{
    /// <summary>How many attempts it takes at the most until the waits are as long as they get.</summary>
    public const int AttemptsUntilLongest = 10;

    // 2^12 seconds are past every maximum.
    private const int MaxDoublings = 12;
    private const double Spread = 0.2;

    // No queue hides a message for more than a week, and nothing is to sleep for days because of somebody's broken header.
    private static readonly TimeSpan MaxAsked = TimeSpan.FromHours(1);

    /// <summary>How long to wait.</summary>
    /// <param name="outcome">Why.</param>
    /// <param name="attempt">How many attempts came before the one that ended so.</param>
    /// <returns>Whole seconds, at least one, as a Storage queue counts.</returns>
    public TimeSpan Next(Outcome outcome, int attempt)
    {
        // What an open circuit holds back all comes back when it closes, spread a little, and not a moment before.
        var asked = Min((outcome.RetryAfter ?? TimeSpan.Zero) * (1 + (Spread * random.NextDouble())), MaxAsked);
        if (!outcome.IsAttempt && outcome.Probes == 0)
        {
            return WholeSeconds(asked);
        }

        var first = outcome.Failed ? options.Value.FirstDelay : options.Value.PendingDelay;
        var doubled = first * Math.Pow(2, Math.Min(outcome.IsAttempt ? attempt : outcome.Probes - 1, MaxDoublings));
        var bounded = Min(doubled, options.Value.MaxDelay);
        var jittered = bounded * (1 - (Spread * random.NextDouble()));
        return WholeSeconds(jittered > asked ? jittered : asked);
    }

    private static TimeSpan WholeSeconds(TimeSpan time) => TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(time.TotalSeconds)));

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
