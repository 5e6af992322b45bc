using System.Text.Json;

namespace ApiBridge.Domain;

/// <summary>One entry of <c>status.conditions</c>, of the shape that Kubernetes calls metav1.Condition.</summary>
/// <param name="Type">What it is about: one of <see cref="ConditionTypes"/> for ours.</param>
/// <param name="Status">Whether it holds: True, False or Unknown.</param>
/// <param name="Reason">Why, as one CamelCase word for programs.</param>
/// <param name="Message">Why, for people.</param>
/// <param name="LastTransitionTime">When <paramref name="Status"/> last changed.</param>
public sealed record Condition(
    string Type, ConditionStatus Status, string Reason, string Message, DateTimeOffset LastTransitionTime)
{
    /// <summary>The <c>metadata.generation</c> that it was found at; null where no generation tells a change of the spec.</summary>
    public long? ObservedGeneration { get; init; }

    internal static Condition? Read(JsonElement element) =>
        element.Text("type") is { Length: > 0 } type
            ? new(
                type,
                Enum.TryParse<ConditionStatus>(element.Text("status"), out var status) ? status : ConditionStatus.Unknown,
                element.Text("reason"),
                element.Text("message"),
                element.Time("lastTransitionTime") ?? default)
            {
                ObservedGeneration = element.WholeNumber("observedGeneration"),
            }
            : null;

    /// <summary>This condition as the successor of another: the transition time moves only when the status does.</summary>
    /// <param name="earlier">The condition of the same type until now; null when there was none.</param>
    /// <returns>The condition to write.</returns>
    public Condition After(Condition? earlier) =>
        earlier is not null && earlier.Status == Status ? this with { LastTransitionTime = earlier.LastTransitionTime } : this;
}
