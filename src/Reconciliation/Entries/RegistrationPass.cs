using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Entries;

/// <summary>One look at a living object: what was read, what it proves, and what came of it so far.</summary>
internal sealed class RegistrationPass
{
    private const string EmptySpecification = "; spec.specification is empty, for an API server keeps nothing of it that the CustomResourceDefinition does not "
        + "know, and replaces nothing: apply the object again in the form of today, or without the field";

    public RegistrationPass(ExposedApi api, ApiEvent apiEvent, StatusProof proof, OwnEntry entry, IReadOnlyList<SpecProblem> problems)
    {
        (Api, Event, Proof, Entry, Problems) = (api, apiEvent, proof, entry, problems);
        (Claim, Held) = (PathClaim.Of(api, proof, isValid: problems.Count == 0), proof.Held);
        MovesFrom = Claim.Held is { } held && Claim.Asked is { } asked && held != asked ? held : null;
    }

    public ExposedApi Api { get; }

    public ObjectKey Key => Api.Key;

    public ApiEvent Event { get; }

    public StatusProof Proof { get; }

    public OwnEntry Entry { get; }

    /// <summary>What keeps the spec from being registered; none when it is valid.</summary>
    public IReadOnlyList<SpecProblem> Problems { get; }

    /// <summary>What the object claims, as it was read.</summary>
    public PathClaim Claim { get; }

    /// <summary>The path that the object holds where its spec asks for another; null when it does not.</summary>
    public string? MovesFrom { get; }

    /// <summary>The registration that the own entry has, or may have, by the object's status; null when there is none, or when it was given up.</summary>
    public ApiRegistration? Held { get; private set; }

    /// <summary>The elder that the object gives way to; null when there is none.</summary>
    public ObjectKey? YieldsTo { get; set; }

    /// <summary>Whether the object holds the path that it shall have.</summary>
    public bool HoldsWanted => Claim.Held is not null && Claim.Held == Claim.Wanted;

    /// <summary>What the object held was removed for an elder.</summary>
    public void HasGivenUp() => Held = null;

    /// <summary>The object stands without a registration of its present spec.</summary>
    public RegistrationResult Standing(string reason, string message) => new()
    {
        Record = Entry.Record(Held),
        Response = Entry.Answer,
        YieldsTo = YieldsTo,
        InDoubt = Entry.IsInDoubt,
        Reason = reason,
        Message = message,
    };

    /// <summary>The gateway holds what the spec asks for.</summary>
    public RegistrationResult Registered(ApiRegistration desired) => new()
    {
        Record = desired,
        Response = Entry.Answer,
        Registered = true,
        Reason = ConditionReasons.Accepted,
        Message = $"{Proof.Own.Gateway} holds {desired}{(Api.Spec.HasEmptySpecification ? EmptySpecification : string.Empty)}",
    };
}
