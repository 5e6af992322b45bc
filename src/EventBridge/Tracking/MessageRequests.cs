using ApiBridge.Domain;
using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Queueing;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Tracking;

/// <summary>Puts into the outbox what a decision asks for. Not safe for use by several threads at once.</summary>
internal sealed class MessageRequests
{
    private readonly Outbox _outbox;
    private readonly string _cluster;
    private readonly ResyncOptions _options;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private string _source = "";
    private string _resource = "";

    public MessageRequests(Outbox outbox, ClusterName cluster, IOptions<ResyncOptions> options, TimeProvider time, Random random) =>
        (_outbox, _cluster, _options, _time, _random) = (outbox, cluster.Value, options.Value, time, random);

    /// <summary>What came of everything that was seen.</summary>
    public DecisionCounts Decisions { get; } = new();

    /// <summary>The resource was found in this version; messages name it as their source.</summary>
    public void Found(GroupVersionResource resource) => (_source, _resource) = (EventSource.Of(_cluster, resource), resource.Plural);

    /// <summary>Whether a message about an ExposedAPI waits to be sent.</summary>
    public bool IsWaiting(TrackedApi api) => _outbox.IsWaiting(api.Snapshot.Key);

    /// <summary>Asks for a look at an ExposedAPI.</summary>
    public void Ask(TrackedApi api, Decision decision, int resyncs, bool inDoubt = false)
    {
        api.Sent(_time.GetTimestamp(), resyncs, _options, _random);
        Put(api, decision, api.Snapshot.IsBeingDeleted ? api.Snapshot.Registration : default, inDoubt);
    }

    /// <summary>Asks for a look at an ExposedAPI's URL. It says nothing of what that lacks, and when that is due again.</summary>
    public void Audit(TrackedApi api) => Put(api, Decision.Audit, registration: default, inDoubt: false);

    /// <summary>Tells that an ExposedAPI is gone.</summary>
    public void TellDeleted(TrackedApi api) => Put(api, Decision.Deleted, api.Snapshot.Registration, inDoubt: false);

    private void Put(TrackedApi api, Decision decision, ReadOnlyMemory<byte> registration, bool inDoubt)
    {
        var snapshot = api.Snapshot;
        Decisions.Count(decision);
        var isAudit = decision is Decision.Audit;
        _outbox.Add(snapshot.Key, new(DecisionReason.Of(decision), _source, snapshot.ResourceVersion, registration, snapshot.IsBeingDeleted, inDoubt)
        {
            Gateway = snapshot.Claim.Gateway,
            IsAudit = isAudit,
            IsAuditAlone = isAudit,
            Watch = DecisionSpan.Start(decision, _resource, snapshot.Key),
        });
    }
}
