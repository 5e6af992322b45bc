using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Retrying;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation;

/// <summary>Brings one living API's registration on the gateway in line with its spec, or says why that can't be.</summary>
internal sealed class Registrar(
    IApiGateway gateway, IExposedApiStore store, IRetryQueue retries, IOptions<GatewayOptions> options, TimeProvider time)
{
    /// <summary>Registers <paramref name="api"/> unless its record says that it is.</summary>
    /// <param name="api">The living object.</param>
    /// <param name="predecessor">The registration of a deleted namesake; null when there is none.</param>
    /// <param name="trail">What this worker did on the gateway so far.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<RegistrationResult> RegisterAsync(
        ExposedApi api, ApiRegistration? predecessor, GatewayTrail trail, CancellationToken cancellationToken)
    {
        if (SpecProblem.Of(api) is { Count: > 0 } problems)
        {
            return NotRegistered(api, trail, ConditionReasons.SpecInvalid, string.Join("; ", problems));
        }

        var desired = ApiRegistration.Of(api);
        var recorded = api.Status.Registration;
        var moved = predecessor is not null && Moved(predecessor, desired);
        if (trail.Believes(desired) && (desired.Equals(recorded) || desired.Equals(trail.Created)) && !moved)
        {
            return Registered(api, desired, trail);
        }

        try
        {
            return await CallAsync(api, desired, [recorded, predecessor], trail, cancellationToken);
        }
        catch (GatewayRefusedException exception)
        {
            return NotRegistered(api, trail, ConditionReasons.GatewayRefused, exception.Message);
        }
        catch (GatewayUnavailableException exception)
        {
            return NotRegistered(api, trail, ConditionReasons.GatewayUnavailable, exception.Message) with
            {
                Passing = true,
                RetryAfter = exception.RetryAfter,
            };
        }
    }

    /// <summary>Removes a registration.</summary>
    public async Task RemoveAsync(string ns, ApiRegistration registration, GatewayTrail trail, CancellationToken cancellationToken)
    {
        trail.Writing();
        await gateway.RemoveAsync(ns, registration, cancellationToken);
        trail.HasRemoved();
    }

    private async Task<RegistrationResult> CallAsync(
        ExposedApi api, ApiRegistration desired, ApiRegistration?[] earlier, GatewayTrail trail, CancellationToken cancellationToken)
    {
        var sharing = await store.ListSharingGatewayAsync(api, cancellationToken);
        var rivals = sharing.Where(other => IsRival(other, api)).ToList();
        if (rivals.Find(rival => IsOlder(rival, api)) is { } older)
        {
            return await YieldAsync(api, older, trail, cancellationToken);
        }

        var ns = api.Key.Namespace;
        var stale = earlier.OfType<ApiRegistration>().Where(registration => Moved(registration, desired)).Distinct().ToList();
        if (options.Value.PathChange is PathChangeOrder.RemoveThenCreate)
        {
            await RemoveAllAsync(ns, stale, trail, cancellationToken);
        }

        trail.Writing();
        var answer = await gateway.CreateAsync(ns, desired, cancellationToken);
        trail.HasCreated(desired, answer.Body);
        if (options.Value.PathChange is PathChangeOrder.CreateThenRemove)
        {
            await RemoveAllAsync(ns, stale, trail, cancellationToken);
            trail.HasCreated(desired, answer.Body);
        }

        await WakeAsync(rivals.Where(rival => rival.Status.Registration is not null), cancellationToken);
        return Registered(api, desired, trail);
    }

    private async Task RemoveAllAsync(
        string ns, IEnumerable<ApiRegistration> stale, GatewayTrail trail, CancellationToken cancellationToken)
    {
        foreach (var registration in stale)
        {
            await RemoveAsync(ns, registration, trail, cancellationToken);
        }
    }

    private async Task<RegistrationResult> YieldAsync(
        ExposedApi api, ExposedApi older, GatewayTrail trail, CancellationToken cancellationToken)
    {
        var held = trail.Created ?? api.Status.Registration ?? (trail.InDoubt ? ApiRegistration.Of(api) : null);
        if (held is not null)
        {
            await RemoveAsync(api.Key.Namespace, held, trail, cancellationToken);
        }

        return NotRegistered(
            api,
            trail,
            ConditionReasons.PathConflict,
            $"path '{api.Spec.Path}' and name '{api.Key.Name}' must be the gateway's only ones, and the older {older.Key} claims "
            + $"'{older.Spec.Path}': change spec.path, or delete one of the two");
    }

    // A younger API that holds the path has to yield it; its record alone would tell it that all is well.
    private async Task WakeAsync(IEnumerable<ExposedApi> younger, CancellationToken cancellationToken)
    {
        foreach (var rival in younger)
        {
            var wake = new ApiEvent
            {
                Id = Guid.CreateVersion7().ToString(),
                Source = "/apibridge/reconciliation",
                Time = time.GetUtcNow(),
                Key = rival.Key,
                Reason = EventReason.Retry,
                InDoubt = true,
            };
            await retries.EnqueueAsync(wake, TimeSpan.Zero, cancellationToken);
        }
    }

    private RegistrationResult Registered(ExposedApi api, ApiRegistration desired, GatewayTrail trail) => new()
    {
        Record = desired,
        Response = trail.Answer,
        Registered = true,
        Reason = ConditionReasons.Accepted,
        Message = $"{options.Value.EndpointOf(api.Key.Namespace).Authority} holds {desired}",
    };

    private static RegistrationResult NotRegistered(ExposedApi api, GatewayTrail trail, string reason, string message) => new()
    {
        Record = trail.Created ?? (trail.Removed ? null : api.Status.Registration),
        Registered = false,
        Reason = reason,
        Message = message,
    };

    private static bool Moved(ApiRegistration earlier, ApiRegistration desired) =>
        (earlier.Path, earlier.Implementation, earlier.Port) != (desired.Path, desired.Implementation, desired.Port);

    private static bool IsRival(ExposedApi other, ExposedApi api) =>
        other.Key.Uid != api.Key.Uid
        && !other.IsBeingDeleted
        && (other.Spec.Path == api.Spec.Path || other.Key.Name == api.Key.Name)
        && SpecProblem.Of(other).Count == 0;

    private static bool IsOlder(ExposedApi other, ExposedApi api) =>
        other.Created != api.Created
            ? other.Created < api.Created
            : string.CompareOrdinal(other.Key.ToString(), api.Key.ToString()) < 0;
}
