namespace ApiBridge.Domain;

/// <summary>
/// The conditions that follow from the spec and from the other conditions: <see cref="ConditionTypes.Ready"/> and
/// <see cref="ConditionTypes.PoliciesApplied"/>.
/// </summary>
public static class DerivedConditions
{
    // Without Reachable, which tells of the network, not of a decision: it makes nothing outdated.
    private static readonly string[] OwnTypes =
    [
        ConditionTypes.Registered, ConditionTypes.ImplementationReady, ConditionTypes.ComponentNotified, ConditionTypes.Ready,
        ConditionTypes.PoliciesApplied, ConditionTypes.Paused,
    ];

    /// <summary>Whether an API is registered and its implementation ready.</summary>
    /// <param name="registered">The condition Registered; null when nothing was decided yet.</param>
    /// <param name="implementation">The condition ImplementationReady; null when it was never set.</param>
    /// <returns>The condition without its transition time; where it is not True, the reason is that of the one that is missing. Null when nothing was decided yet.</returns>
    public static Condition? Ready(Condition? registered, Condition? implementation)
    {
        if (registered is null)
        {
            return null;
        }

        var isReady = implementation is { Status: ConditionStatus.True };
        var (status, reason, message) = (registered.Status, isReady) switch
        {
            (ConditionStatus.True, true) => (ConditionStatus.True, ConditionReasons.RegisteredAndReady, ReadyMessage(registered)),
            (ConditionStatus.True, false) => (
                ConditionStatus.False,
                implementation?.Reason ?? ConditionReasons.NoReadyEndpoint,
                $"registered, but the implementation is not ready: {implementation?.Message ?? "nobody looked for its endpoints yet"}"),
            _ => (
                ConditionStatus.False,
                registered.Reason,
                $"{(isReady ? "not registered" : "not registered, and the implementation is not ready")}: {registered.Message}"),
        };
        return new(ConditionTypes.Ready, status, reason, message, default)
        {
            // What is derived is as old as the older of the two.
            ObservedGeneration = new[] { registered.ObservedGeneration, implementation?.ObservedGeneration }.Min(),
        };
    }

    /// <summary>Whether the gateway enforces the policies that a spec asks for.</summary>
    /// <param name="spec">The spec.</param>
    /// <returns>The condition without its transition time; null when it asks for none.</returns>
    public static Condition? PoliciesApplied(ExposedApiSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec.Policies is { Count: > 0 } policies
            ? new(
                ConditionTypes.PoliciesApplied,
                ConditionStatus.False,
                ConditionReasons.NotSupported,
                $"the gateway can't be told of {string.Join(", ", policies)}: nothing enforces what is named here, so enforce it elsewhere, or take it out of the spec",
                default)
            : null;
    }

    /// <summary>
    /// Whether an object's status says otherwise than follows: written by an older version, changed by others, or of an older generation of
    /// the object, where it names one.
    /// </summary>
    /// <param name="api">The object.</param>
    public static bool AreOutdated(ExposedApi api)
    {
        ArgumentNullException.ThrowIfNull(api);
        var status = api.Status;
        var implementation = status.Condition(ConditionTypes.ImplementationReady);
        return implementation is null
            || !SameWord(status.Condition(ConditionTypes.Ready), Ready(status.Condition(ConditionTypes.Registered), implementation))
            || !SamePolicies(status.Condition(ConditionTypes.PoliciesApplied), PoliciesApplied(api.Spec))
            || IsOlder(status.ObservedGeneration)
            || status.Conditions.Any(condition => OwnTypes.Contains(condition.Type) && IsOlder(condition.ObservedGeneration));

        // Where the status is no subresource any more each write raises the generation, and a worker takes it out.
        bool IsOlder(long? observed) => observed is { } generation && generation != api.Generation;
    }

    /// <summary>Whether a condition's type is one of those that this product sets.</summary>
    /// <param name="type">The type.</param>
    public static bool IsOwn(string type) => type == ConditionTypes.Reachable || OwnTypes.Contains(type);

    private static string ReadyMessage(Condition registered) => registered.Reason == ConditionReasons.AddressPending
        ? "registered, and the implementation is ready; there is no URL yet"
        : "registered, and the implementation is ready";

    private static bool SameWord(Condition? one, Condition? other) => (one?.Status, one?.Reason) == (other?.Status, other?.Reason);

    private static bool SamePolicies(Condition? one, Condition? other) => SameWord(one, other) && one?.Message == other?.Message;
}
