using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Retrying;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation;

/// <summary>Brings one living API's registration on the gateway in line with its spec, or says why that can't be.</summary>
internal sealed partial class Registrar(
    IApiGateway gateway,
    IExposedApiStore store,
    IRetryQueue retries,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    ILogger<Registrar> logger)
{
    /// <summary>Registers <paramref name="api"/> unless its record says that it is.</summary>
    /// <param name="api">The living object.</param>
    /// <param name="predecessor">The registration of a deleted namesake; null when there is none.</param>
    /// <param name="trail">What this worker did on the gateway so far.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<RegistrationResult> RegisterAsync(
        ExposedApi api, ApiRegistration? predecessor, GatewayTrail trail, CancellationToken cancellationToken)
    {
        var problems = SpecProblem.Of(api);
        try
        {
            if (problems.Count == 0)
            {
                return await RegisterAsync(api, ApiRegistration.Of(api), predecessor, trail, cancellationToken);
            }

            await KeepAsync(api, predecessor, trail, cancellationToken);
            return NotRegistered(api, trail, ConditionReasons.SpecInvalid, string.Join("; ", problems));
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

    /// <summary>
    /// Removes a registration. The gateway is keyed by name, so on one for all namespaces a living namesake that holds the name keeps
    /// it, and all of them are told to look.
    /// </summary>
    /// <param name="key">Whose registration it is.</param>
    /// <param name="registration">The registration.</param>
    /// <param name="isGuess">Whether nobody knows that it is there; a refusal then counts as its absence.</param>
    /// <param name="trail">What this worker did on the gateway so far.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="GatewayRefusedException">The gateway said no.</exception>
    /// <exception cref="GatewayUnavailableException">The gateway could not be reached or could not serve.</exception>
    public async Task RemoveAsync(
        ObjectKey key, ApiRegistration registration, bool isGuess, GatewayTrail trail, CancellationToken cancellationToken)
    {
        var namesakes = await ListNamesakesAsync(key, cancellationToken);
        if (namesakes.TrueForAll(namesake => namesake.Status.Registration is null))
        {
            trail.Writing();
            try
            {
                await gateway.RemoveAsync(key.Namespace, registration, cancellationToken);
            }
            catch (GatewayRefusedException exception) when (isGuess)
            {
                LogNothingToRemove(key, exception.Message);
            }
        }

        trail.HasRemoved();
        await WakeAsync(namesakes, cancellationToken);
    }

    /// <summary>
    /// Whether an older API claims what <paramref name="api"/>, as it was read, had yielded and took back since. Nobody wakes one that
    /// says it yielded, so it has to look for itself once its record is written.
    /// </summary>
    public async Task<bool> MustYieldAgainAsync(ExposedApi api, CancellationToken cancellationToken) =>
        api.Status.Condition(ConditionTypes.Registered) is { Reason: ConditionReasons.PathConflict }
        && (await store.ListClaimantsAsync(api.Key.Namespace, api.Key.Name, api.Spec.Path, cancellationToken))
            .Any(other => Claims.IsRival(other, api, api.Spec.Path) && Claims.IsOlder(other, api));

    private async Task<RegistrationResult> RegisterAsync(
        ExposedApi api, ApiRegistration desired, ApiRegistration? predecessor, GatewayTrail trail, CancellationToken cancellationToken)
    {
        var recorded = api.Status.Registration;
        var moved = predecessor is not null && Moved(predecessor, desired);

        // A record beside a failure is an older one: what the gateway holds since then is not known from it.
        var failedLast = api.Status.Condition(ConditionTypes.Registered) is
        { Status: ConditionStatus.False, Reason: not ConditionReasons.SpecInvalid };
        return !failedLast && !moved && trail.Believes(desired) && (desired.Equals(recorded) || desired.Equals(trail.Created))
            ? Registered(api, desired, trail)
            : await CallAsync(api, desired, recorded, predecessor, trail, cancellationToken);
    }

    // A spec that can't be registered leaves what is.
    private async Task KeepAsync(ExposedApi api, ApiRegistration? predecessor, GatewayTrail trail, CancellationToken cancellationToken)
    {
        if ((trail.Created ?? (trail.Removed ? null : api.Status.Registration)) is { } kept)
        {
            await RegisterAsync(api, kept, predecessor, trail, cancellationToken);
            return;
        }

        await RemovePredecessorAsync(api, predecessor ?? (trail.InDoubt ? ApiRegistration.Of(api) : null), trail, cancellationToken);
    }

    private async Task<RegistrationResult> CallAsync(
        ExposedApi api,
        ApiRegistration desired,
        ApiRegistration? recorded,
        ApiRegistration? predecessor,
        GatewayTrail trail,
        CancellationToken cancellationToken)
    {
        var claimants = await store.ListClaimantsAsync(api.Key.Namespace, api.Key.Name, desired.Path, cancellationToken);
        var rivals = claimants.Where(other => Claims.IsRival(other, api, desired.Path)).ToList();
        if (rivals.Find(rival => Claims.IsOlder(rival, api)) is { } older)
        {
            await RemovePredecessorAsync(api, predecessor, trail, cancellationToken);
            return await YieldAsync(api, older, trail, cancellationToken);
        }

        var inDoubt = trail.InDoubt;
        var stale = new[] { recorded, predecessor }.OfType<ApiRegistration>().Where(registration => Moved(registration, desired)).Distinct().ToList();
        if (options.Value.PathChange is PathChangeOrder.RemoveThenCreate)
        {
            await RemoveAllAsync(api.Key, stale, inDoubt, trail, cancellationToken);
        }

        trail.Writing();
        var answer = await gateway.CreateAsync(api.Key.Namespace, desired, cancellationToken);
        if (options.Value.PathChange is PathChangeOrder.CreateThenRemove)
        {
            // Until the old one is gone the record keeps it, so that a later attempt knows what to remove.
            await RemoveAllAsync(api.Key, stale, inDoubt, trail, cancellationToken);
        }

        trail.HasCreated(desired, answer.Body);
        await WakeAsync(rivals.Where(Claims.MayHold), cancellationToken);
        return Registered(api, desired, trail);
    }

    // In doubt, an earlier attempt may have removed it already.
    private async Task RemoveAllAsync(
        ObjectKey key, IEnumerable<ApiRegistration> stale, bool inDoubt, GatewayTrail trail, CancellationToken cancellationToken)
    {
        foreach (var registration in stale)
        {
            await RemoveAsync(key, registration, isGuess: inDoubt, trail, cancellationToken);
        }
    }

    // What can't be registered itself replaces nobody's registration.
    private async Task RemovePredecessorAsync(
        ExposedApi api, ApiRegistration? predecessor, GatewayTrail trail, CancellationToken cancellationToken)
    {
        if (predecessor is not null && api.Status.Registration is null)
        {
            await RemoveAsync(api.Key, predecessor, isGuess: trail.InDoubt, trail, cancellationToken);
        }
    }

    private async Task<RegistrationResult> YieldAsync(
        ExposedApi api, ExposedApi older, GatewayTrail trail, CancellationToken cancellationToken)
    {
        var held = trail.Created ?? api.Status.Registration;
        if (held is not null || trail.InDoubt)
        {
            await RemoveAsync(api.Key, held ?? ApiRegistration.Of(api), isGuess: held is null || trail.InDoubt, trail, cancellationToken);
        }

        return NotRegistered(
            api,
            trail,
            ConditionReasons.PathConflict,
            $"path '{api.Spec.Path}' and name '{api.Key.Name}' must be the gateway's only ones, and the older {older.Key} has one of them: "
            + "change spec.path, or delete one of the two");
    }

    private async Task<List<ExposedApi>> ListNamesakesAsync(ObjectKey key, CancellationToken cancellationToken) =>
        options.Value.IsPerNamespace
            ? []
            : [.. (await store.ListClaimantsAsync(key.Namespace, key.Name, path: string.Empty, cancellationToken))
                .Where(other => other.Key.Name == key.Name && other.Key.Namespace != key.Namespace && (Claims.IsClaimant(other) || Claims.IsHolder(other)))];

    // What was done under its name or path is on none of its records, which alone would tell it that all is well.
    private async Task WakeAsync(IEnumerable<ExposedApi> others, CancellationToken cancellationToken)
    {
        foreach (var rival in others)
        {
            var wake = new ApiEvent
            {
                Id = Guid.CreateVersion7().ToString(),
                Source = EventSource.Worker,
                Time = time.GetUtcNow(),
                Key = rival.Key,
                Reason = EventReason.Contested,
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

    [LoggerMessage(50, LogLevel.Information, "{Key}: the gateway has nothing to remove: {Reason}")]
    private partial void LogNothingToRemove(ObjectKey key, string reason);
}
