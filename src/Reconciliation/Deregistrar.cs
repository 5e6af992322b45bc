using ApiBridge.Domain;
using ApiBridge.Reconciliation.Configuration;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Retrying;
using ApiBridge.Reconciliation.Statuses;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation;

/// <summary>Takes off the gateway what an API that is gone, or going, left there, and lets those know that waited for its place.</summary>
internal sealed class Deregistrar(
    IExposedApiStore store,
    Registrar registrar,
    Rivals rivals,
    StatusWriter statuses,
    IOptions<ReconcileOptions> reconcile,
    TimeProvider time,
    ILogger<Deregistrar> logger)
{
    /// <summary>Removes the last registration of an object that is gone.</summary>
    /// <returns>What is left to do; null when something was removed: look again, for it may have been created anew meanwhile.</returns>
    public async Task<Outcome?> RemoveOrphanAsync(ApiEvent apiEvent, GatewayTrail trail, CancellationToken cancellationToken)
    {
        var known = trail.Created ?? apiEvent.LastRegistration;
        var orphan = known ?? (trail.InDoubt ? ApiRegistration.OfName(apiEvent.Key.Name) : null);
        if (trail.IsGone || orphan is null)
        {
            logger.Gone(apiEvent.Key);
            return Outcome.Done;
        }

        // What the bridge knows last may never have been registered, or may be removed already, by us even before a creation that was not
        // answered: what is refused that often is not there.
        var isGuess = known is null || trail.Removed || apiEvent.Attempt >= RetryDelay.AttemptsUntilLongest;
        try
        {
            await registrar.RemoveAsync(apiEvent.Key, orphan, isGuess, trail, cancellationToken);
        }
        catch (GatewayRefusedException exception)
        {
            logger.RemovalRefused(apiEvent.Key, exception.Message);
            return Outcome.FailedForNow(inDoubt: true, orphan: known);
        }
        catch (GatewayUnavailableException exception)
        {
            logger.GatewayUnavailable(apiEvent.Key, exception.Message);
            return Outcome.Unavailable(inDoubt: true, exception, known);
        }

        logger.OrphanRemoved(apiEvent.Key, orphan);
        await rivals.WakeFreedAsync(apiEvent.Key.Namespace, cancellationToken);
        return null;
    }

    /// <summary>Removes the registration of an object that is being deleted, then drops our finalizer.</summary>
    /// <returns>What is left to do; null when something was removed that had no finalizer: look again.</returns>
    /// <exception cref="ConflictException">The object changed since it was read.</exception>
    public async Task<Outcome?> ReleaseAsync(ExposedApi api, ApiEvent apiEvent, GatewayTrail trail, CancellationToken cancellationToken)
    {
        // Another one of its name or path may have removed it along with its own.
        if (api.Status.UnansweredAt is not null || apiEvent.Reason is EventReason.Contested)
        {
            trail.Doubt();
        }

        // Where the old operator is gone, nobody else would drop its finalizer.
        var kept = api.FinalizersOfOthers(reconcile.Value.DropKopfFinalizer);
        var isHeld = kept.Count < api.Finalizers.Count;
        if (!isHeld && trail.Created is null && !trail.InDoubt)
        {
            return Outcome.Done;
        }

        // Should the object be gone by the next attempt, nothing else tells what it left.
        var recorded = trail.Created ?? api.Status.Registration;
        var wasInDoubt = trail.InDoubt;
        try
        {
            if (!trail.IsGone)
            {
                // Without a record an earlier attempt may still have registered it, and in doubt one may have removed it.
                await registrar.RemoveAsync(
                    api.Key, recorded ?? ApiRegistration.Of(api), isGuess: recorded is null || wasInDoubt, trail, cancellationToken);
            }
        }
        catch (GatewayRefusedException exception)
        {
            return await ReportFailureAsync(api, apiEvent, exception.Message, Outcome.FailedForNow(wasInDoubt, orphan: recorded), cancellationToken);
        }
        catch (GatewayUnavailableException exception)
        {
            return await ReportFailureAsync(api, apiEvent, exception.Message, Outcome.Unavailable(trail.InDoubt, exception, recorded), cancellationToken);
        }

        await rivals.WakeFreedAsync(api.Key.Namespace, cancellationToken);
        if (!isHeld)
        {
            return null;
        }

        await store.ReleaseAsync(api, kept, StatusDraft.Released(api, time), cancellationToken);
        logger.Released(api.Key);
        return Outcome.Done;
    }

    private async Task<Outcome> ReportFailureAsync(
        ExposedApi api, ApiEvent apiEvent, string message, Outcome failed, CancellationToken cancellationToken)
    {
        var draft = new StatusDraft(api, time);
        draft.Set(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.RemovalFailed, message);
        var outcome = RetryChain.Continue(apiEvent, api, ConditionReasons.RemovalFailed, draft, failed);
        await statuses.WriteAsync(api, draft, warn: true, cancellationToken);
        return outcome;
    }
}
