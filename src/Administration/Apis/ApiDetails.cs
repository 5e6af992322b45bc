using ApiBridge.Domain;

namespace ApiBridge.Administration.Apis;

/// <summary>All that is told of one API: what it asks for, what its status has on record, and what that proves.</summary>
public sealed record ApiDetails
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public required string Uid { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required long Generation { get; init; }

    /// <summary>Whether our finalizer is on it.</summary>
    public required bool Held { get; init; }

    public required bool Paused { get; init; }

    public required bool BeingDeleted { get; init; }

    /// <summary>By what it is out of scope; empty for one that is in scope.</summary>
    public required string OutOfScopeBy { get; init; }

    /// <summary>The selector under which it was adopted; empty for none.</summary>
    public required string AdoptedBy { get; init; }

    /// <summary>The Component that it names; null for none.</summary>
    public required string? Component { get; init; }

    public required string Url { get; init; }

    public required string DeveloperUI { get; init; }

    /// <summary>What the status says of the implementation; null when nobody wrote it yet.</summary>
    public required bool? Ready { get; init; }

    /// <summary>The gateway that the status speaks of; empty for none.</summary>
    public required string Gateway { get; init; }

    /// <summary>The gateway that the settings give.</summary>
    public required string GatewayBySettings { get; init; }

    /// <summary>Whether the last decision was on today's spec.</summary>
    public required bool SpecDecided { get; init; }

    /// <summary>What keeps the spec from being registered, in words.</summary>
    public required IReadOnlyList<string> SpecProblems { get; init; }

    /// <summary>What the spec asks for.</summary>
    public required RegistrationFields Spec { get; init; }

    /// <summary>What the status has on record; null for nothing.</summary>
    public required RegistrationFields? Recorded { get; init; }

    /// <summary>The fields in which the two differ.</summary>
    public required IReadOnlyList<string> Differences { get; init; }

    /// <summary>Whether the record proves that the gateway holds it.</summary>
    public required bool Proven { get; init; }

    /// <summary>Whether the entry may hold something that is on no record.</summary>
    public required bool InDoubt { get; init; }

    /// <summary>What the record proves, or leaves in doubt, in a sentence.</summary>
    public required string Proof { get; init; }

    /// <summary>Since when an unanswered call, or a message that was given up, leaves it in doubt; null when none does.</summary>
    public required DateTimeOffset? UnansweredAt { get; init; }

    /// <summary>What it may still have beside its own entry.</summary>
    public required IReadOnlyList<string> Leftovers { get; init; }

    /// <summary>The older API that it waits for; null for none.</summary>
    public required string? YieldsTo { get; init; }

    /// <summary>How many writes to the gateway its status followed.</summary>
    public required int GatewayWrites { get; init; }

    /// <summary>How often it was found lost and registered anew.</summary>
    public required int Repairs { get; init; }

    /// <summary>When that was last so; null where it never was.</summary>
    public required DateTimeOffset? RepairedAt { get; init; }

    public required IReadOnlyList<Condition> Conditions { get; init; }

    /// <summary>Gathers it.</summary>
    /// <param name="api">The API.</param>
    /// <param name="entries">Which entry is its own by the settings.</param>
    /// <param name="reservedPaths">The gateway's own paths, by the settings.</param>
    /// <param name="outOfScopeBy">By what it is out of scope; empty for one that is in scope.</param>
    public static ApiDetails Of(ExposedApi api, GatewayEntries entries, IReadOnlyList<string> reservedPaths, string outOfScopeBy)
    {
        var (status, proof) = (api.Status, StatusProof.Of(api, entries));
        var wanted = RegistrationFields.Of(ApiRegistration.Of(api, proof.Own.Name));
        var recorded = status.Registration is { } record ? RegistrationFields.Of(record) : null;
        var own = status.IsOwn ? status.Json.Child("apiBridge") : default;
        return new()
        {
            Namespace = api.Key.Namespace,
            Name = api.Key.Name,
            Uid = api.Key.Uid,
            Created = api.Created,
            Generation = api.Generation,
            Held = api.HasFinalizer,
            Paused = api.IsPaused,
            BeingDeleted = api.IsBeingDeleted,
            OutOfScopeBy = outOfScopeBy,
            AdoptedBy = api.AdoptedBy,
            Component = api.Component?.Name,
            Url = status.Url,
            DeveloperUI = status.DeveloperUI,
            Ready = status.Ready,
            Gateway = status.Gateway,
            GatewayBySettings = proof.Own.Gateway,
            SpecDecided = status.ObservedSpecHash == api.SpecHash,
            SpecProblems = [.. SpecProblem.Of(api, reservedPaths).Select(problem => problem.ToString())],
            Spec = wanted,
            Recorded = recorded,
            Differences = recorded is null ? [] : [.. wanted.All.Zip(recorded.All).Where(pair => pair.First != pair.Second).Select(pair => pair.First.Name)],
            Proven = proof is { Proven: not null, IsInDoubt: false },
            InDoubt = proof.IsInDoubt,
            Proof = Sentence(api, proof),
            UnansweredAt = status.UnansweredAt,
            Leftovers = [.. proof.Leftovers.Select(left => $"{left.Registration} on {Excerpt.Of(left.Gateway)}")],
            YieldsTo = status.YieldsTo?.ToString(),
            GatewayWrites = status.GatewayWrites,
            Repairs = own.Number("repairs"),
            RepairedAt = own.Time("repairedAt"),
            Conditions = status.Conditions,
        };
    }

    private static string Sentence(ExposedApi api, StatusProof proof)
    {
        var status = api.Status;
        return !status.IsOwn && status.StampedUid.Length > 0 ? "nothing: the status is another object's, copied or restored, so that the gateway may hold anything"
            : !status.IsOwn ? "nothing: no worker has decided on it yet"
            : status.Gateway != proof.Own.Gateway ? $"nothing by these settings: it is about the gateway {Excerpt.Of(status.Gateway)}, and they give {proof.Own.Gateway}"
            : status.UnansweredAt is not null ? "nothing for sure: a call to the gateway was left unanswered, or its message was given up; a worker settles that"
            : proof.Proven is { } held ? $"{proof.Own.Gateway} accepted {held}; whether it still has it no record tells"
            : proof.IsInDoubt ? $"nothing: the entry {proof.Own.Name} may hold something that is on no record"
            : $"that the entry {proof.Own.Name} holds nothing";
    }
}
