using ApiBridge.Domain;
using ApiBridge.Shared.Scope;

namespace ApiBridge.Administration.Apis;

/// <summary>Which APIs can be registered again, and the message that asks the workers for it.</summary>
/// <param name="scope">What is looked after.</param>
public sealed class Reregistration(ObjectScope scope)
{
    /// <summary>The message that asks for it: whatever the record says is in doubt.</summary>
    /// <param name="hint">A message that asks for a look and nothing else.</param>
    public static ApiEvent Request(ApiEvent hint)
    {
        ArgumentNullException.ThrowIfNull(hint);
        return hint with { InDoubt = true };
    }

    /// <summary>What keeps the workers from registering an API, as long as it is so.</summary>
    /// <param name="api">The API.</param>
    /// <returns>The end of a sentence that begins with its name; null for nothing.</returns>
    public string? Hindrance(ExposedApi api)
    {
        ArgumentNullException.ThrowIfNull(api);
        return scope.OutOfScopeBy(api) is { Length: > 0 } by ? $"is out of scope by its {by}, so that nothing is registered for it"
            : api.IsPaused ? $"is paused by its annotation {ExposedApi.PausedAnnotation}, so that nothing is registered for it"
            : null;
    }

    /// <summary>
    /// Why an API can't be registered again. A worker that believes no record would take from the gateway what a path's owner, or an earlier spec, may
    /// have there. And where there is no record, there is nothing that the gateway lost.
    /// </summary>
    /// <param name="api">The API.</param>
    /// <returns>The end of a sentence that begins with its name; null where it can be.</returns>
    public string? Problem(ExposedApi api)
    {
        ArgumentNullException.ThrowIfNull(api);
        var registered = api.Status.Condition(ConditionTypes.Registered);
        return !api.HasFinalizer ? "is not held by this product, so that it was never registered"
            : api.IsBeingDeleted ? "is being deleted, and its registration goes with it"
            : Hindrance(api) is { } hindrance ? hindrance
            : !api.Status.IsOwn || registered is null || api.Status.ObservedSpecHash != api.SpecHash
                ? "has a spec that no worker has decided on yet: that registers it, so wait for its condition Registered"
            : registered.Reason is ConditionReasons.PathConflict ? $"waits for an older API, so that it is not registered: {ApiText.Why(registered)}"
            : registered.Reason is ConditionReasons.GatewayRefused ? $"is refused by the gateway: mend its spec, which registers it; {ApiText.Why(registered)}"
            : api.Status.Registration is null ? $"is not registered, so that there is nothing to repeat: {ApiText.Why(registered)}"
            : null;
    }
}
