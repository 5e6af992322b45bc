using ApiBridge.Shared.Configuration;

namespace ApiBridge.Reconciliation.Retrying;

/// <summary>How long an event waits for its next attempt.</summary>
public sealed record RetryOptions : ICheckedOptions
{
    /// <inheritdoc/>
    public static string Section => "ApiBridge:Retry";

    /// <summary>The wait after the first failure; it doubles with each further one. Default 5 s.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The first wait for what others have to do, like the Component's entry; it doubles too. Default 1 s.</summary>
    public TimeSpan PendingDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait; jitter takes up to a fifth off each. Default 5 min.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (FirstDelay < TimeSpan.FromSeconds(1) || FirstDelay > MaxDelay)
        {
            yield return $"{Section}:FirstDelay is {FirstDelay}: use 00:00:01 up to MaxDelay ({MaxDelay})";
        }

        if (PendingDelay < TimeSpan.FromSeconds(1) || PendingDelay > MaxDelay)
        {
            yield return $"{Section}:PendingDelay is {PendingDelay}: use 00:00:01 up to MaxDelay ({MaxDelay})";
        }

        if (MaxDelay > TimeSpan.FromHours(1))
        {
            yield return $"{Section}:MaxDelay is {MaxDelay}: use up to 01:00:00";
        }
    }
}
