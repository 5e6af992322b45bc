using System.Diagnostics;
using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Queueing;

/// <summary>What a waiting message will say besides its key.</summary>
/// <param name="Reason">Why it is sent.</param>
/// <param name="Source">The CloudEvent's source.</param>
/// <param name="ResourceVersion">The version of the object that was seen last.</param>
/// <param name="LastRegistration">JSON of the last known registration, for an object that is gone or being deleted; else empty.</param>
/// <param name="Deleting">Whether the object is being deleted.</param>
/// <param name="InDoubt">Whether its status proves nothing, for it went back in time.</param>
internal sealed record Hint(
    EventReason Reason,
    string Source,
    string? ResourceVersion,
    ReadOnlyMemory<byte> LastRegistration = default,
    bool Deleting = false,
    bool InDoubt = false)
{
    /// <summary>The authority of its gateway.</summary>
    public string? Gateway { get; init; }

    /// <summary>The nearest elder that blocks the path that it wants; null when there is none.</summary>
    public ObjectKey? Blocker { get; init; }

    /// <summary>The nearest elder that holds the path that it keeps; null when there is none.</summary>
    public ObjectKey? Holder { get; init; }

    /// <summary>The EndpointSlices of its Service, by name.</summary>
    public IReadOnlyList<string> EndpointSlices { get; init; } = [];

    /// <summary>Whether the object's URL is to be tried.</summary>
    public bool IsAudit { get; init; }

    /// <summary>Whether nothing else was asked for.</summary>
    public bool IsAuditAlone { get; init; }

    /// <summary>The span of the event that asks for it; null where nobody records one.</summary>
    public Activity? Watch { get; init; }

    /// <summary>The hint to send when another came while this one waited: the newer, unless it knows less of a deletion.</summary>
    public Hint MergedWith(Hint newer) => newer with
    {
        Reason = ReasonWith(newer),
        Deleting = Deleting || newer.Deleting,
        InDoubt = InDoubt || newer.InDoubt,
        IsAudit = IsAudit || newer.IsAudit,
        IsAuditAlone = IsAuditAlone && newer.IsAuditAlone,
        LastRegistration = newer.LastRegistration.IsEmpty ? LastRegistration : newer.LastRegistration,
        Watch = newer.IsAuditAlone ? Watch ?? newer.Watch : newer.Watch ?? Watch,
    };

    /// <summary>The event that tells it.</summary>
    public ApiEvent ToEvent(ObjectKey key, DateTimeOffset now, string? traceParent) => new()
    {
        Id = Guid.CreateVersion7(now).ToString(),
        Source = Source,
        Time = now,
        Key = key,
        Reason = Reason,
        ResourceVersion = ResourceVersion,
        Deleting = Deleting,
        InDoubt = InDoubt,
        IsAudit = IsAudit,
        Gateway = Gateway,
        Blocker = Blocker,
        Holder = Holder,
        EndpointSlices = EndpointSlices,
        LastRegistration = Read(LastRegistration),
        TraceParent = traceParent,
    };

    private EventReason ReasonWith(Hint newer) => (IsAuditAlone, newer.IsAuditAlone) switch
    {
        (true, _) => newer.Reason,
        (_, true) => Reason,
        _ => Reason == EventReason.Deleted || (Reason == EventReason.Changed && newer.Reason != EventReason.Deleted) ? Reason : newer.Reason,
    };

    private static ApiRegistration? Read(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        return ApiRegistration.Read(document.RootElement);
    }
}
