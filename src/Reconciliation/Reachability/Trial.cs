using ApiBridge.Domain;
using ApiBridge.Reconciliation.Entries;

namespace ApiBridge.Reconciliation.Reachability;

/// <summary>What a worker knows of the tries of an API's URL while it works on one message.</summary>
internal sealed class Trial
{
    private (DateTimeOffset? RepairedAt, int GatewayWrites)? _lost;

    /// <summary>Whether the gateway was written because of this message: what it answers after that is for a later audit to judge.</summary>
    public bool HasWritten { get; set; }

    /// <summary>Whether this message is the first that waits for the URL, so that a try of it that fails is tried again.</summary>
    public bool Starts { get; set; }

    /// <summary>What the audit saw of the URL that it found lost.</summary>
    public RouteVerdict? Loss { get; private set; }

    /// <summary>Whether that is a loss of its own, so that repairs before it don't count.</summary>
    public bool IsNews { get; private set; }

    /// <summary>An audit found that the gateway does not route the object, as it was read.</summary>
    public void Lose(ExposedApi api, RouteVerdict verdict) =>
        (_lost, Loss, IsNews) = ((api.Status.RepairedAt, api.Status.GatewayWrites), verdict, RepairPlan.IsNews(api.Status, verdict));

    /// <summary>
    /// The object is read again. The record of one that was found lost is not believed, unless another worker wrote to the gateway for it since,
    /// who may have mended it.
    /// </summary>
    public void Meet(ExposedApi api, OwnEntry entry)
    {
        if (_lost == (api.Status.RepairedAt, api.Status.GatewayWrites))
        {
            entry.Doubt();
        }
        else
        {
            _lost = null;
        }
    }

    /// <summary>Whether a pass registered anew what an audit found lost.</summary>
    public bool Mends(RoutePass pass) => _lost is not null && pass is { HasWritten: true, Registration.Registered: true };

    /// <summary>That is written down.</summary>
    public void HasMended() => _lost = null;
}
