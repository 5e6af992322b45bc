using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Shared.Gateway;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation;

/// <summary>Brings one living API's registration on the gateway in line with its spec, or says why that can't be.</summary>
internal sealed partial class Registrar(IApiGateway gateway, Rivals rivals, IOptions<GatewayOptions> gatewayOptions, IOptions<GatewayClientOptions> options, ILogger<Registrar> logger)
{
    /// <summary>Registers <paramref name="api"/> unless its record says that it is.</summary>
    /// <param name="api">The living object.</param>
    /// <param name="apiEvent">Why; it may tell of the registration of a deleted namesake.</param>
    /// <param name="trail">What this worker did on the gateway so far.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<RegistrationResult> RegisterAsync(
        ExposedApi api, ApiEvent apiEvent, GatewayTrail trail, CancellationToken cancellationToken)
    {
        // What we created and is not on record another worker may have replaced, or removed, and be done.
        if (api.Status.UnansweredAt is not null || (trail.Created is { } created && !created.Equals(api.Status.Registration)))
        {
            trail.Doubt();
        }

        var mayBeGone = trail.MayBeGone;
        var predecessor = trail.Writes == 0 ? apiEvent.PredecessorOf(api) : null;
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
            return NotRegistered(api, trail, ConditionReasons.GatewayRefused, exception.Message) with
            {
                // No retry remembers what an earlier attempt, or another API, may have done.
                InDoubt = mayBeGone || exception.MayHaveTakenEffect,
            };
        }
        catch (GatewayUnavailableException exception)
        {
            return NotRegistered(api, trail, ConditionReasons.GatewayUnavailable, exception.Message) with { Unavailable = exception };
        }
    }

    /// <summary>
    /// Removes a registration. Another living API whose record has the same entry of the gateway, a name or a path, keeps it, and all
    /// that claim it are told to look.
    /// </summary>
    /// <param name="key">Whose registration it is.</param>
    /// <param name="registration">The registration.</param>
    /// <param name="isGuess">
    /// Whether nobody knows that it is there; a refusal then counts as its absence, unless the gateway has a word of its own for that.
    /// </param>
    /// <param name="trail">What this worker did on the gateway so far.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="GatewayRefusedException">The gateway said no.</exception>
    /// <exception cref="GatewayUnavailableException">The gateway could not be reached or could not serve.</exception>
    public async Task RemoveAsync(
        ObjectKey key, ApiRegistration registration, bool isGuess, GatewayTrail trail, CancellationToken cancellationToken)
    {
        var sharers = await rivals.FindSharersAsync(key, registration, cancellationToken);
        if (!sharers.Exists(sharer => Rivals.Holds(sharer, registration)))
        {
            try
            {
                await trail.WriteAsync(() => gateway.RemoveAsync(gatewayOptions.Value.EndpointOf(key.Namespace), registration, cancellationToken));
            }
            catch (GatewayRefusedException exception) when (!options.Value.TellsNotRegistered && (isGuess || exception.MayHaveTakenEffect))
            {
                LogNothingToRemove(key, exception.Message);
            }

            // Who came since the list, we having been slow, lost it to us and must be told as well.
            sharers = await rivals.FindSharersAsync(key, registration, cancellationToken);
        }

        trail.HasRemoved();
        await rivals.WakeAsync(sharers, cancellationToken);
    }

    private async Task<RegistrationResult> RegisterAsync(
        ExposedApi api, ApiRegistration desired, ApiRegistration? predecessor, GatewayTrail trail, CancellationToken cancellationToken)
    {
        var recorded = api.Status.Registration;
        var moved = predecessor is not null && Moved(predecessor, desired);

        // A record beside a failure is an older one: what the gateway holds since then is not known from it.
        var failedLast = api.Status.Condition(ConditionTypes.Registered) is
        { Status: ConditionStatus.False, Reason: not ConditionReasons.SpecInvalid };
        return !failedLast && !moved && trail.Believes(desired) && desired.Equals(recorded)
            ? Registered(api, desired, trail)
            : await CallAsync(api, desired, recorded, predecessor, trail, cancellationToken);
    }

    // A spec that can't be registered leaves what is on record, even after we removed it: another worker may have created it since. What we
    // created and is not on record nobody sees, and whoever removes its name or path would tell nobody.
    private async Task KeepAsync(ExposedApi api, ApiRegistration? predecessor, GatewayTrail trail, CancellationToken cancellationToken)
    {
        if (api.Status.Registration is { } kept)
        {
            await RegisterAsync(api, kept, predecessor, trail, cancellationToken);
            return;
        }

        var left = trail.Created ?? predecessor ?? (trail.InDoubt ? ApiRegistration.Of(api) : null);
        await RemovePredecessorAsync(api, left, trail, cancellationToken);
    }

    private async Task<RegistrationResult> CallAsync(
        ExposedApi api,
        ApiRegistration desired,
        ApiRegistration? recorded,
        ApiRegistration? predecessor,
        GatewayTrail trail,
        CancellationToken cancellationToken)
    {
        // For an API that is seen for the first time an older list that has it alone will do: it saw all who claimed the same before, and
        // who does so later finds the API.
        var isNew = api.Status.Registration is null && api.Status.Condition(ConditionTypes.Registered) is null && !trail.IsUnrecorded;
        var others = isNew
            ? await rivals.FindForNewAsync(api, trail.VersionRead, cancellationToken)
            : await rivals.FindAsync(api, desired.Path, cancellationToken);
        if (others.Find(rival => Claims.IsOlder(rival, api)) is { } older)
        {
            await RemovePredecessorAsync(api, predecessor, trail, cancellationToken);
            return await YieldAsync(api, older, trail, cancellationToken);
        }

        var mayBeGone = trail.MayBeGone;
        var earlier = new[] { recorded, predecessor, trail.Created }.OfType<ApiRegistration>();
        var stale = earlier.Where(registration => Moved(registration, desired)).Distinct().ToList();
        await RemoveAllAsync(api.Key, stale, mayBeGone, trail, cancellationToken);

        GatewayAnswer answer = default;
        await trail.WriteAsync(async () => answer = await gateway.CreateAsync(gatewayOptions.Value.EndpointOf(api.Key.Namespace), desired, cancellationToken));
        trail.HasCreated(desired, answer.Body);
        await rivals.WakeAsync(others.Where(Claims.MayHold), cancellationToken);
        return Registered(api, desired, trail);
    }

    // An earlier attempt may have removed it already, or another API.
    private async Task RemoveAllAsync(
        ObjectKey key, IEnumerable<ApiRegistration> stale, bool mayBeGone, GatewayTrail trail, CancellationToken cancellationToken)
    {
        foreach (var registration in stale)
        {
            await RemoveAsync(key, registration, isGuess: mayBeGone, trail, cancellationToken);
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
            await RemoveAsync(api.Key, held ?? ApiRegistration.Of(api), isGuess: held is null || trail.MayBeGone, trail, cancellationToken);
        }

        return NotRegistered(
            api,
            trail,
            ConditionReasons.PathConflict,
            $"path '{api.Spec.Path}' and name '{api.Key.Name}' must be the gateway's only ones, and the older {older.Key} has one of them: "
            + "change spec.path, or delete one of the two");
    }

    private RegistrationResult Registered(ExposedApi api, ApiRegistration desired, GatewayTrail trail) => new()
    {
        Record = desired,
        Response = trail.Answer,
        Registered = true,
        Reason = ConditionReasons.Accepted,
        Message = $"{gatewayOptions.Value.EndpointOf(api.Key.Namespace).Authority} holds {desired}",
    };

    private static RegistrationResult NotRegistered(ExposedApi api, GatewayTrail trail, string reason, string message) => new()
    {
        Record = trail.Created ?? (trail.Removed ? null : api.Status.Registration),
        Registered = false,
        InDoubt = trail.InDoubt,
        Reason = reason,
        Message = message,
    };

    private static bool Moved(ApiRegistration earlier, ApiRegistration desired) =>
        (earlier.Path, earlier.Implementation, earlier.Port) != (desired.Path, desired.Implementation, desired.Port);

    [LoggerMessage(50, LogLevel.Information, "{Key}: the gateway has nothing to remove: {Reason}")]
    private partial void LogNothingToRemove(ObjectKey key, string reason);
}
