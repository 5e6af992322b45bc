using System.Text.Json;

namespace ApiBridge.Domain;

/// <summary>What an ExposedAPI's status says, as the Canvas and this product write it.</summary>
public sealed record ExposedApiStatus
{
    /// <summary>What <c>apiBridge.entry</c> says when the own entry is known to hold nothing.</summary>
    public const string NoEntry = "none";

    // Anybody can write them, and each is counted up from.
    private const int MostRepairs = 1_000_000;

    /// <summary>The whole status as it stands; undefined when there is none.</summary>
    public required JsonElement Json { get; init; }

    /// <summary><c>implementation.ready</c>; null when nobody wrote it yet.</summary>
    public bool? Ready { get; init; }

    /// <summary><c>apiStatus.url</c>; empty when the API has none.</summary>
    public required string Url { get; init; }

    /// <summary><c>apiStatus.developerUI</c>; empty when the API has none.</summary>
    public required string DeveloperUI { get; init; }

    /// <summary>
    /// <c>apigBind.spec</c>: the registration on record; null when there is none, or when the record is another object's.
    /// <see cref="StatusProof"/> tells what it proves.
    /// </summary>
    public ApiRegistration? Registration { get; init; }

    /// <summary>
    /// <c>apiBridge.entry</c> is <c>none</c>: the own entry was found, or made, empty. There may be a record all the same, of a former entry.
    /// </summary>
    public required bool HoldsNothing { get; init; }

    /// <summary><c>apiBridge.uid</c>, the stamp: whose status it is; empty when nobody stamped it.</summary>
    public required string StampedUid { get; init; }

    /// <summary><c>apiBridge.gateway</c>: the authority of the gateway that it speaks of; empty when the status is not the object's own.</summary>
    public required string Gateway { get; init; }

    /// <summary>
    /// Whether the stamp is the object's own. One that is not was copied, restored or written by another product: it says nothing, so that
    /// the fields below that this product writes read as if they were not there.
    /// </summary>
    public required bool IsOwn { get; init; }

    /// <summary><c>apiBridge.left</c>: what the object may still have under a former name, or on a former gateway.</summary>
    public required IReadOnlyList<Leftover> Leftovers { get; init; }

    /// <summary><c>apiBridge.specHash</c>: the spec that the last reconcile decided on; empty when there was none.</summary>
    public required string ObservedSpecHash { get; init; }

    /// <summary><c>apiBridge.gatewayAddress</c>: the Ingress address the URL was made of; empty when none was used.</summary>
    public required string GatewayAddress { get; init; }

    /// <summary>
    /// <c>apiBridge.unansweredAt</c>: since when it is in doubt what the gateway has for the object, after an unanswered call or a message
    /// that was given up; null when it is not.
    /// </summary>
    public DateTimeOffset? UnansweredAt { get; init; }

    /// <summary><c>apiBridge.yieldsTo</c>: the elder for whom the object waits, or gives its path up; null when there is none.</summary>
    public ObjectKey? YieldsTo { get; init; }

    /// <summary><c>apiBridge.gatewayWrites</c>: how many writes to the gateway the status followed; 0 when there were none.</summary>
    public int GatewayWrites { get; init; }

    /// <summary><c>apiBridge.repairs</c>: how often audits registered the API anew since it was last found routed; 0 when they did not.</summary>
    public int Repairs { get; init; }

    /// <summary><c>apiBridge.repairedAt</c>: when an audit last did; null when none did.</summary>
    public DateTimeOffset? RepairedAt { get; init; }

    /// <summary><c>observedGeneration</c>: the <c>metadata.generation</c> that was last decided on; null where the status does not say.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>
    /// Since when the condition Paused says that it is paused; null when it does not. It counts under whatever stamp: what was paused before
    /// anything was decided on it has none, and whether it is true the object itself tells.
    /// </summary>
    public DateTimeOffset? PausedSince { get; init; }

    /// <summary>All conditions, ours and others'; none when the status is not the object's own.</summary>
    public required IReadOnlyList<Condition> Conditions { get; init; }

    /// <summary>The condition of a type.</summary>
    /// <param name="type">One of <see cref="ConditionTypes"/>.</param>
    /// <returns>The condition, or null when it was never set.</returns>
    public Condition? Condition(string type) => Conditions.FirstOrDefault(condition => condition.Type == type);

    internal static ExposedApiStatus Read(JsonElement status, string uid)
    {
        var stamp = status.Child("apiBridge").Text("uid");
        var isOwn = stamp.Length > 0 && stamp == uid;
        var own = isOwn ? status : default;
        return new()
        {
            Json = status.Detached(),
            Ready = status.Child("implementation").Flag("ready"),
            Url = status.Child("apiStatus").Text("url"),
            DeveloperUI = status.Child("apiStatus").Text("developerUI"),
            Registration = isOwn || stamp.Length == 0 ? ApiRegistration.Read(status.Child("apigBind").Child("spec")) : null,
            HoldsNothing = own.Child("apiBridge").Text("entry") == NoEntry,
            StampedUid = stamp,
            Gateway = own.Child("apiBridge").Text("gateway"),
            IsOwn = isOwn,
            Leftovers = [.. own.Child("apiBridge").Items("left").Select(Leftover.Read).OfType<Leftover>()],
            ObservedSpecHash = own.Child("apiBridge").Text("specHash"),
            GatewayAddress = own.Child("apiBridge").Text("gatewayAddress"),
            UnansweredAt = own.Child("apiBridge").Time("unansweredAt"),
            YieldsTo = ReadYieldsTo(own.Child("apiBridge").Child("yieldsTo")),
            GatewayWrites = own.Child("apiBridge").Number("gatewayWrites"),
            Repairs = Math.Clamp(own.Child("apiBridge").Number("repairs"), 0, MostRepairs),
            RepairedAt = own.Child("apiBridge").Time("repairedAt"),
            ObservedGeneration = own.WholeNumber("observedGeneration"),
            PausedSince = status.Items("conditions").Select(Domain.Condition.Read)
                .FirstOrDefault(condition => condition is { Type: ConditionTypes.Paused, Status: ConditionStatus.True })?.LastTransitionTime,
            Conditions = [.. own.Items("conditions").Select(Domain.Condition.Read).OfType<Condition>()],
        };
    }

    // Anybody can write one, and the names go into a request's path.
    private static ObjectKey? ReadYieldsTo(JsonElement elder) =>
        new ObjectKey(elder.Text("namespace"), elder.Text("name"), elder.Text("uid")) is var key
        && KubernetesName.IsNamespace(key.Namespace)
        && KubernetesName.IsValid(key.Name)
            ? key
            : null;
}
