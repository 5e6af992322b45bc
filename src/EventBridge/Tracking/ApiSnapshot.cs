using System.Globalization;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Dependents;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.EventBridge.Tracking;

/// <summary>What is remembered of an ExposedAPI: enough to tell whether a change asks for work, and what to remove when it is gone.</summary>
internal sealed record ApiSnapshot
{
    // A specification may be of any size, and it is kept for each object there is; what is over this is left out, and the gateway
    // removes by name and path.
    private const int MaxRegistrationBytes = 256;

    private readonly Guid _uid;
    private readonly string? _otherUid;

    /// <summary>Which object it is. A uid is a UUID as a rule, and kept as one: a sixth of its text, which each look at this makes anew.</summary>
    public required ObjectKey Key
    {
        get => new(Name.Namespace, Name.Name, _otherUid ?? _uid.ToString());
        init
        {
            Name = (value.Namespace, value.Name);
            _otherUid = Guid.TryParseExact(value.Uid, "D", out _uid) && _uid.ToString() == value.Uid ? null : value.Uid;
        }
    }

    /// <summary>What it is called; a later object may be called the same.</summary>
    public (string Namespace, string Name) Name { get; private init; }

    public required string ResourceVersion { get; init; }

    /// <summary><see cref="ExposedApi.SpecHash"/> as a number, which takes a sixth of the memory.</summary>
    public required UInt128 SpecHash { get; init; }

    /// <inheritdoc cref="ExposedApi.MayHideSpecification"/>
    public required bool MayHideSpecification { get; init; }

    public required bool IsBeingDeleted { get; init; }

    /// <inheritdoc cref="ExposedApi.IsHeld"/>
    public required bool IsHeld { get; init; }

    /// <inheritdoc cref="ExposedApi.IsPaused"/>
    public required bool IsPaused { get; init; }

    /// <summary>
    /// Whether it is there and can't be read. Then it lacks nothing that anybody could do, and claims only what its record holds: the one that
    /// was read last, or else the one in its status, if that can be read.
    /// </summary>
    public bool IsUnreadable { get; init; }

    /// <summary>What it lacks by its own record, whatever it depends on; null when nothing.</summary>
    public required ConvergenceGap? OwnGap { get; init; }

    /// <summary>Whether no reconcile has decided on its present spec yet: its message is still at work, and looks at what it depends on too.</summary>
    public bool IsUndecided =>
        OwnGap is ConvergenceGap.NotAdopted or ConvergenceGap.SpecChanged or ConvergenceGap.LeavesScope or ConvergenceGap.AdoptedByAnother;

    /// <summary>Whether it left the scope, or another installation looks after it.</summary>
    public bool IsOutOfScope => OwnGap is ConvergenceGap.LeavesScope or ConvergenceGap.AdoptedByAnother;

    /// <summary>What it claims of its gateway.</summary>
    public required PathClaim Claim { get; init; }

    /// <summary>When it was created, in UTC.</summary>
    public required DateTime Created { get; init; }

    /// <summary>Which of two is the elder.</summary>
    public Seniority Seniority => new(new DateTimeOffset(Created), Name.Namespace, Name.Name);

    /// <summary>Whether its own entry holds a registration, by its own status.</summary>
    public required bool SaysRegistered { get; init; }

    /// <summary>Why it is not registered, by its own status.</summary>
    public required RegistrationWord Says { get; init; }

    /// <summary>For whom it says it waits; null when it does not.</summary>
    public required Elder? YieldsTo { get; init; }

    /// <summary>Whether its status says that it failed in a way that is tried again anyway: by a retry that is on its way, or by the resync.</summary>
    public required bool IsLeftToRetry { get; init; }

    /// <inheritdoc cref="Convergence.StatusGap"/>
    public required ConvergenceGap? StatusGap { get; init; }

    /// <summary>What its status says of its Component.</summary>
    public required ComponentNote Component { get; init; }

    /// <summary>The Component that it names; null when it names none.</summary>
    public ComponentName? Parent => Component.Component is { } name ? new(Name.Namespace, name) : null;

    /// <summary>Whether its status says that it is in doubt what the gateway has for it.</summary>
    public required bool IsInDoubt { get; init; }

    /// <inheritdoc cref="ExposedApiStatus.GatewayWrites"/>
    public required int GatewayWrites { get; init; }

    /// <summary>The Service behind it.</summary>
    public required ServiceName Service { get; init; }

    /// <summary>The readiness that its status tells; null when none.</summary>
    public required bool? ReportedReady { get; init; }

    /// <summary>The Ingress address that its URL was made of; empty when none was used.</summary>
    public required string ReportedAddress { get; init; }

    /// <summary>JSON of the registration on record, else of the one that its spec asks for.</summary>
    public required ReadOnlyMemory<byte> Registration { get; init; }

    /// <summary>Reads what is remembered.</summary>
    /// <param name="element">The object's JSON.</param>
    /// <param name="entries">Which entry on the gateway is its own.</param>
    /// <param name="reservedPaths">The gateway's own paths, under which no API is registered.</param>
    /// <exception cref="FormatException">It has no name or namespace.</exception>
    public static ApiSnapshot Read(JsonElement element, GatewayEntries entries, IReadOnlyList<string> reservedPaths)
    {
        var api = ExposedApi.Parse(element);
        var proof = StatusProof.Of(api, entries);
        var claim = PathClaim.Of(api, proof, isValid: SpecProblem.Of(api, reservedPaths).Count == 0);
        var says = WordOf(api, proof, claim, entries);
        var service = ServiceName.Of(api.Key.Namespace, api.Spec.Implementation);
        return new()
        {
            Key = api.Key with { Namespace = service.Namespace },
            ResourceVersion = api.ResourceVersion,
            SpecHash = UInt128.Parse(api.SpecHash, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            MayHideSpecification = api.MayHideSpecification,
            IsBeingDeleted = api.IsBeingDeleted,
            IsHeld = api.IsHeld,
            IsPaused = api.IsPaused,
            OwnGap = Convergence.Gap(api, proof, entries, implementationReady: null, gatewayAddress: null),
            Claim = claim,
            Created = api.Created.UtcDateTime,
            SaysRegistered = proof.Proven is not null && api.Status.Condition(ConditionTypes.Registered) is { Status: ConditionStatus.True },
            Says = says,
            YieldsTo = says is RegistrationWord.Waits && api.Status.YieldsTo is { } elder ? new(elder) : null,
            IsLeftToRetry = api.Status.Condition(ConditionTypes.Registered) is
            {
                Reason: ConditionReasons.GatewayUnavailable or ConditionReasons.RemovalFailed
                    or ConditionReasons.RetriesExhausted or ConditionReasons.ElderUnreadable
            },
            StatusGap = Convergence.StatusGap(api),
            Component = ComponentNote.Of(api),
            Service = service,
            IsInDoubt = api.Status.UnansweredAt is not null,
            GatewayWrites = api.Status.IsOwn ? api.Status.GatewayWrites : 0,
            ReportedReady = api.Status.Ready,
            ReportedAddress = StringPool.Share(api.Status.GatewayAddress),
            Registration = Bounded(api.Status.Registration ?? ApiRegistration.Of(api, entries.Of(api.Key).Name)),
        };
    }

    /// <summary>Reads what is remembered of an object that can't be read: what it has for a name, and its record.</summary>
    /// <param name="found">The object.</param>
    /// <param name="entries">Which entry on the gateway is its own.</param>
    /// <param name="reservedPaths">The gateway's own paths, under which no API is registered.</param>
    /// <returns>What is remembered.</returns>
    /// <exception cref="JsonException">What was left of it can't be read.</exception>
    public static ApiSnapshot ReadRest(UnreadableObject found, GatewayEntries entries, IReadOnlyList<string> reservedPaths)
    {
        using var document = ObjectJson.Parse(found.Rest.IsEmpty ? BareObject.Of(found) : found.Rest);
        return Read(document.RootElement, entries, reservedPaths) with { IsUnreadable = true, OwnGap = null };
    }

    /// <summary>The same look after another one: what was known of one that can't be read any more stays.</summary>
    /// <param name="known">The last look at the same object; null when there was none.</param>
    public ApiSnapshot After(ApiSnapshot? known) => !IsUnreadable || known is null ? this : known with
    {
        IsUnreadable = true,
        ResourceVersion = ResourceVersion,
        IsBeingDeleted = IsBeingDeleted,
        IsHeld = IsHeld,
        Claim = known.Claim with { Asked = null, Held = IsBeingDeleted ? null : known.Claim.Held },
    };

    /// <summary>
    /// What its status tells otherwise than what it depends on: the same as <see cref="Convergence.Gap(ExposedApi, GatewayEntries, bool?, string?)"/> finds, after the fact, for
    /// the object itself is not kept.
    /// </summary>
    public ConvergenceGap? DependentGap(bool? ready, string? address) => this switch
    {
        { IsBeingDeleted: true } or { IsPaused: true } => null,
        _ when ready is { } actual && ReportedReady != actual => ConvergenceGap.ReadinessDiffers,
        { ReportedAddress.Length: > 0 } when !string.IsNullOrEmpty(address) && ReportedAddress != address => ConvergenceGap.AddressDiffers,
        _ => null,
    };

    /// <summary>Whether another look was at the same object, not at a namesake; one that can't be read, and tells no uid, is taken for the same.</summary>
    public bool IsOf(ApiSnapshot other) =>
        Name == other.Name && ((_uid == other._uid && _otherUid == other._otherUid) || other is { IsUnreadable: true, _otherUid.Length: 0 });

    /// <summary>The same look, with the name's texts of another one, which others share.</summary>
    public ApiSnapshot NamedAs(ApiSnapshot other) => this with { Name = other.Name };

    /// <summary>
    /// Whether its status is older than that of an earlier look, as when somebody applies an export of it: the gateway was written since, and
    /// the status does not know.
    /// </summary>
    public bool WentBackSince(ApiSnapshot? before) => before is not null && GatewayWrites < before.GatewayWrites;

    /// <summary>
    /// Whether its spec was taken back to what its status is about, while a message about the other one was at work: what its worker did
    /// to the gateway until it noticed, or died, no status tells.
    /// </summary>
    public bool WasTakenBackSince(ApiSnapshot? before) =>
        before is { OwnGap: ConvergenceGap.SpecChanged }
        && !IsUndecided
        && before.SpecHash != SpecHash
        && before.IsBeingDeleted == IsBeingDeleted
        && before.GatewayWrites == GatewayWrites;

    /// <summary>Whether it lacks something else than at another look.</summary>
    public bool MovedOnSince(ApiSnapshot? before) =>
        before is not null && (before.OwnGap != OwnGap || before.IsInDoubt != IsInDoubt);

    /// <summary>Whether its spec, or its being deleted or paused, changed since another look; what its status says newly is no such change.</summary>
    public bool AsksForWorkSince(ApiSnapshot? before) =>
        before is null or { IsUnreadable: true }
        || before.SpecHash != SpecHash
        || (before.IsBeingDeleted, before.IsPaused) != (IsBeingDeleted, IsPaused)
        || (before.IsHeld && !IsHeld);

    // What is still to be removed under a former name goes for an elder, too, and not for a spec that can't be registered.
    private static RegistrationWord WordOf(ExposedApi api, StatusProof proof, PathClaim claim, GatewayEntries entries) =>
        proof.IsInDoubt ? RegistrationWord.None
        : api.Status.Condition(ConditionTypes.Registered)?.Reason switch
        {
            ConditionReasons.GatewayRefused => RegistrationWord.Refused,
            ConditionReasons.SpecInvalid when claim.Asked is null => RegistrationWord.Unusable,
            ConditionReasons.PathConflict when api.Status.Registration is null && !proof.Leftovers.Any(left => entries.MayRemove(api.Key, left.Entry))
                => RegistrationWord.Waits,
            _ => RegistrationWord.None,
        };

    private static ReadOnlyMemory<byte> Bounded(ApiRegistration registration)
    {
        var json = registration.ToJson();
        var kept = json.Length > MaxRegistrationBytes ? registration.WithoutSpecification().ToJson() : json;

        // A copy of its own: the buffer that it was written into is larger.
        return kept.ToArray();
    }
}
