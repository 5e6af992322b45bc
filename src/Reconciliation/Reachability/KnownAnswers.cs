using System.Collections.Concurrent;

namespace ApiBridge.Reconciliation.Reachability;

/// <summary>
/// What gateways answer to a path that nobody registered, for half a minute, so that a look at all APIs costs little more than one call for
/// each. An answer that differs from a known one is another's; one that equals it is only believed to be the gateway's after it was asked again.
/// </summary>
internal sealed class KnownAnswers(TimeProvider time)
{
    private const int Most = 1_024;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, (RouteAnswer Answer, long At)> _answers = new(StringComparer.Ordinal);

    /// <summary>What a gateway answered lately; null when that is not known.</summary>
    public RouteAnswer? Of(string gateway) =>
        _answers.TryGetValue(gateway, out var known) && time.GetElapsedTime(known.At) < Lifetime ? known.Answer : null;

    /// <summary>Takes down what a gateway answered now.</summary>
    public void Set(string gateway, RouteAnswer answer)
    {
        if (_answers.Count >= Most)
        {
            _answers.Clear(); // Each costs one call to know again.
        }

        _answers[gateway] = (answer, time.GetTimestamp());
    }
}
