using ApiBridge.Administration.Apis;
using ApiBridge.Domain;

namespace ApiBridge.Dashboard.Apis;

/// <summary>What an API waits for, in words.</summary>
public static class WaitsFor
{
    /// <summary>A sentence for each thing.</summary>
    /// <param name="api">The API.</param>
    /// <param name="details">What is told of it.</param>
    /// <returns>None where it waits for nothing.</returns>
    public static IReadOnlyList<string> Of(ExposedApi api, ApiDetails details)
    {
        ArgumentNullException.ThrowIfNull(api);
        ArgumentNullException.ThrowIfNull(details);
        return [.. Sentences(api, details)];
    }

    private static IEnumerable<string> Sentences(ExposedApi api, ApiDetails details)
    {
        var (status, registered) = (api.Status, api.Status.Condition(ConditionTypes.Registered));
        if (api.IsBeingDeleted)
        {
            yield return details.Held
                ? $"it is being deleted, and waits for the gateway to let go of its entry{Because(registered, ConditionReasons.RemovalFailed)}"
                : $"it is being deleted, and waits for others' finalizers: {string.Join(", ", api.Finalizers.Select(name => Excerpt.Of(name)))}";
        }

        if (api.IsPaused)
        {
            yield return $"it is paused by its annotation {ExposedApi.PausedAnnotation}: nothing is done for it until that is removed";
        }

        if (details.OutOfScopeBy.Length > 0)
        {
            yield return $"it is out of scope by its {details.OutOfScopeBy}, so that nothing is done for it with these settings";
        }
        else if (!api.IsBeingDeleted && !details.SpecDecided)
        {
            yield return "no worker has decided on its spec as it is now";
        }

        if (registered is { Status: not ConditionStatus.True } && !api.IsBeingDeleted)
        {
            yield return Registration(status, registered);
        }
        else if (registered?.Reason is ConditionReasons.AddressPending)
        {
            yield return $"it has no URL yet: {Said(registered)}";
        }

        if (status.Condition(ConditionTypes.ImplementationReady) is { Status: ConditionStatus.False } && !api.IsBeingDeleted)
        {
            yield return $"no EndpointSlice of {Excerpt.Of(api.Spec.ImplementationAsWritten)} is ready";
        }

        if (status.Condition(ConditionTypes.Reachable) is { Status: ConditionStatus.False } reachable)
        {
            yield return $"its URL is not reached: {Said(reachable)}";
        }

        if (status.Condition(ConditionTypes.ComponentNotified) is { Status: ConditionStatus.False } component)
        {
            yield return $"its Component is not told: {Said(component)}";
        }
    }

    private static string Registration(ExposedApiStatus status, Condition registered) => registered.Reason switch
    {
        ConditionReasons.PathConflict when status.YieldsTo is { } elder => $"it waits for the older {elder}: {Said(registered)}",
        ConditionReasons.GatewayRefused => $"the gateway refused: {Said(registered)}",
        ConditionReasons.GatewayUnavailable => $"the gateway does not serve, and is tried again: {Said(registered)}",
        ConditionReasons.RemovalFailed => $"the gateway has not let go of its entry, and is tried again: {Said(registered)}",
        ConditionReasons.SpecInvalid => $"its spec can't be registered: {Said(registered)}",
        ConditionReasons.RetriesExhausted => $"its message was given up: {Said(registered)}",
        _ => $"it is not registered ({Excerpt.Of(registered.Reason)}): {Said(registered)}",
    };

    private static string Because(Condition? condition, string reason) => condition?.Reason == reason ? $": {Said(condition)}" : string.Empty;

    private static string Said(Condition condition) => Excerpt.Of(condition.Message, Excerpt.SentenceBytes);
}
