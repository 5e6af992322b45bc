using ApiBridge.Shared.Configuration;

namespace ApiBridge.Reconciliation.Configuration;

/// <summary>How a reconcile goes about its work.</summary>
public sealed record ReconcileOptions : ICheckedOptions
{
    // So long the Functions host leases a message.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public static string Section => "ApiBridge:Reconcile";

    /// <summary>
    /// How long the work on one message may take, all passes and calls together. What is left then is put off to the retry queue. Default
    /// 90 s, which is less than a pod that stops is given.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How often an object is looked at anew within one message, when it changes under the reconcile. Default 8.</summary>
    public int MaxPasses { get; init; } = 8;

    /// <summary>Whether the old kopf operator's finalizer is dropped when an object is adopted, or was being deleted. Default true.</summary>
    public bool DropKopfFinalizer { get; init; } = true;

    /// <summary>
    /// Whether an API that is being deleted is let go of without the gateway's answer where the gateway went with the API's namespace: that is
    /// being deleted, and the gateway's Service in it is gone or going. Default true.
    /// </summary>
    public bool ReleaseWithNamespace { get; init; } = true;

    /// <summary>
    /// The age above which an event ends among the dead letters; that of a retry counts from the first message of its chain, and that of a
    /// message that is redriven from then. 0 for no limit. Default 7 days.
    /// </summary>
    public TimeSpan MaxEventAge { get; init; } = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > LongestTimeout)
        {
            yield return $"{Section}:Timeout is {Timeout}: use 00:00:01 to {LongestTimeout}";
        }

        if (MaxEventAge < TimeSpan.Zero)
        {
            yield return $"{Section}:MaxEventAge is {MaxEventAge}: use 0 for no limit, or a time above it, like 1.00:00:00 for a day";
        }

        if (MaxPasses is < 2 or > 100)
        {
            yield return $"{Section}:MaxPasses is {MaxPasses}: use 2 to 100";
        }
    }
}
