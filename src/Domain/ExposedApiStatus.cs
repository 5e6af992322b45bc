using System.Text.Json;

namespace ApiBridge.Domain;

/// <summary>What an ExposedAPI's status says, as the Canvas and this product write it.</summary>
public sealed record ExposedApiStatus
{
    /// <summary>The whole status as it stands; undefined when there is none.</summary>
    public required JsonElement Json { get; init; }

    /// <summary><c>implementation.ready</c>; null when nobody wrote it yet.</summary>
    public bool? Ready { get; init; }

    /// <summary><c>apiStatus.url</c>; empty when the API has none.</summary>
    public required string Url { get; init; }

    /// <summary><c>apiStatus.developerUI</c>; empty when the API has none.</summary>
    public required string DeveloperUI { get; init; }

    /// <summary><c>apigBind.spec</c>: the registration that the gateway accepted; null when there is none on record.</summary>
    public ApiRegistration? Registration { get; init; }

    /// <summary><c>apiBridge.specHash</c>: the spec that the last reconcile decided on; empty when there was none.</summary>
    public required string ObservedSpecHash { get; init; }

    /// <summary><c>apiBridge.gatewayAddress</c>: the Ingress address the URL was made of; empty when none was used.</summary>
    public required string GatewayAddress { get; init; }

    /// <summary>
    /// <c>apiBridge.unansweredAt</c>: when a call to the gateway was left unanswered, so that what the gateway holds is not known from
    /// the record; null when it is.
    /// </summary>
    public DateTimeOffset? UnansweredAt { get; init; }

    /// <summary><c>apiBridge.gatewayWrites</c>: how many writes to the gateway the status followed; 0 when there were none.</summary>
    public int GatewayWrites { get; init; }

    /// <summary>All conditions, ours and others'.</summary>
    public required IReadOnlyList<Condition> Conditions { get; init; }

    /// <summary>The condition of a type.</summary>
    /// <param name="type">One of <see cref="ConditionTypes"/>.</param>
    /// <returns>The condition, or null when it was never set.</returns>
    public Condition? Condition(string type) => Conditions.FirstOrDefault(condition => condition.Type == type);

    internal static ExposedApiStatus Read(JsonElement status) => new()
    {
        Json = status.Detached(),
        Ready = status.Child("implementation").Flag("ready"),
        Url = status.Child("apiStatus").Text("url"),
        DeveloperUI = status.Child("apiStatus").Text("developerUI"),
        Registration = ApiRegistration.Read(status.Child("apigBind").Child("spec")),
        ObservedSpecHash = status.Child("apiBridge").Text("specHash"),
        GatewayAddress = status.Child("apiBridge").Text("gatewayAddress"),
        UnansweredAt = status.Child("apiBridge").Time("unansweredAt"),
        GatewayWrites = status.Child("apiBridge").Number("gatewayWrites"),
        Conditions = [.. status.Items("conditions").Select(Domain.Condition.Read).OfType<Condition>()],
    };
}
