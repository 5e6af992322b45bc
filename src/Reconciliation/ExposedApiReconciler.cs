using ApiBridge.Domain;
using ApiBridge.Reconciliation.Configuration;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Retrying;
using ApiBridge.Reconciliation.Statuses;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation;

/// <summary>
/// Makes the gateway, an ExposedAPI's status and its Component agree with the ExposedAPI's spec. Any number of workers may do so for the
/// same object at once, and any of them may die anywhere: a pass counts only when the object did not change between its read and its
/// last write, and what a worker wrote to the gateway is weighed against the object until the two agree.
/// </summary>
internal sealed class ExposedApiReconciler(
    IExposedApiStore store,
    Registrar registrar,
    INetworkStore network,
    PublicAddressFinder addresses,
    ComponentNotifier notifier,
    IOptions<ReconcileOptions> reconcile,
    TimeProvider time,
    ILogger<ExposedApiReconciler> logger)
{
    /// <summary>Does what an event hints at.</summary>
    /// <param name="apiEvent">The hint; whatever it says, the object itself decides.</param>
    /// <param name="cancellationToken">Ends the work between two steps; the message is then delivered again.</param>
    /// <returns>Whether, and when, to come back.</returns>
    public async Task<Outcome> ReconcileAsync(ApiEvent apiEvent, CancellationToken cancellationToken)
    {
        var trail = new GatewayTrail(apiEvent.InDoubt, apiEvent.Reason is EventReason.Contested);
        try
        {
            for (var pass = 1; pass <= reconcile.Value.MaxPasses; pass++)
            {
                if (await TryPassAsync(apiEvent, trail, cancellationToken) is { } outcome)
                {
                    return outcome;
                }
            }

            logger.StillChanging(apiEvent.Key, reconcile.Value.MaxPasses);
            return Outcome.Pending(inDoubt: true);
        }
        catch (Exception exception) when (exception is ClusterUnavailableException or ResourceNotServedException)
        {
            logger.ClusterUnavailable(apiEvent.Key, exception.Message);
            return Outcome.FailedForNow(trail.IsUnrecorded);
        }
    }

    // Null when the object changed under the pass, or may have: look again.
    private async Task<Outcome?> TryPassAsync(ApiEvent apiEvent, GatewayTrail trail, CancellationToken cancellationToken)
    {
        ExposedApi? api = null;
        try
        {
            api = await store.FindAsync(apiEvent.Key, cancellationToken);
            return api switch
            {
                null => await RemoveOrphanAsync(apiEvent, trail, cancellationToken),
                { IsBeingDeleted: true } => await ReleaseAsync(api, trail, cancellationToken),
                _ => await ConvergeAsync(api, apiEvent, trail, cancellationToken),
            };
        }
        catch (ConflictException exception)
        {
            logger.Conflict(apiEvent.Key, exception.Message);
            return null;
        }
        catch (RejectedPatchException exception) when (api is not null)
        {
            return await ReportRejectedAsync(api, exception.Message, trail, cancellationToken);
        }
    }

    // Nothing can be written on the object, not even why. Who mends it, or its definition, needs no retries of ours for that.
    private async Task<Outcome> ReportRejectedAsync(ExposedApi api, string message, GatewayTrail trail, CancellationToken cancellationToken)
    {
        logger.UpdateRejected(api.Key, message);
        await store.WarnAsync(
            api,
            ConditionReasons.UpdateRejected,
            $"no version of its CustomResourceDefinition accepts the object as it is stored: mend the object, or the definition; {message}",
            cancellationToken);
        return trail.IsUnrecorded ? Outcome.FailedForNow(inDoubt: true) : Outcome.Done;
    }

    private async Task<Outcome?> RemoveOrphanAsync(ApiEvent apiEvent, GatewayTrail trail, CancellationToken cancellationToken)
    {
        var known = trail.Created ?? apiEvent.LastRegistration;
        var orphan = known ?? (trail.InDoubt ? ApiRegistration.OfName(apiEvent.Key.Name) : null);
        if (trail.Removed || orphan is null)
        {
            logger.Gone(apiEvent.Key);
            return Outcome.Done;
        }

        // What the bridge knows last may never have been registered, or may be removed already: what is refused that often is not there.
        var isGuess = known is null || apiEvent.Attempt >= RetryDelay.AttemptsUntilLongest;
        try
        {
            await registrar.RemoveAsync(apiEvent.Key, orphan, isGuess, trail, cancellationToken);
            logger.OrphanRemoved(apiEvent.Key, orphan);
            return null;
        }
        catch (GatewayRefusedException exception)
        {
            logger.RemovalRefused(apiEvent.Key, exception.Message);
            return Outcome.FailedForNow(inDoubt: true, orphan: known);
        }
        catch (GatewayUnavailableException exception)
        {
            logger.GatewayUnavailable(apiEvent.Key, exception.Message);
            return Outcome.FailedForNow(inDoubt: true, exception.RetryAfter, known);
        }
    }

    private async Task<Outcome?> ReleaseAsync(ExposedApi api, GatewayTrail trail, CancellationToken cancellationToken)
    {
        var kept = Others(api);
        if (kept.Count == api.Finalizers.Count && trail.Created is null && !trail.InDoubt)
        {
            return Outcome.Done;
        }

        var wasInDoubt = trail.InDoubt;
        try
        {
            if (!trail.Removed || wasInDoubt)
            {
                // Without a record an earlier attempt may still have registered it, and in doubt one may have removed it.
                var recorded = trail.Created ?? api.Status.Registration;
                await registrar.RemoveAsync(
                    api.Key, recorded ?? ApiRegistration.Of(api), isGuess: recorded is null || wasInDoubt, trail, cancellationToken);
            }
        }
        catch (GatewayRefusedException exception)
        {
            return await ReportRemovalFailedAsync(api, exception.Message, Outcome.FailedForNow(wasInDoubt), cancellationToken);
        }
        catch (GatewayUnavailableException exception)
        {
            return await ReportRemovalFailedAsync(
                api, exception.Message, Outcome.FailedForNow(inDoubt: true, exception.RetryAfter), cancellationToken);
        }

        if (kept.Count == api.Finalizers.Count)
        {
            return null;
        }

        await store.ReleaseAsync(api, kept, StatusDraft.Released(api, time), cancellationToken);
        logger.Released(api.Key);
        return Outcome.Done;
    }

    private async Task<Outcome> ReportRemovalFailedAsync(
        ExposedApi api, string message, Outcome outcome, CancellationToken cancellationToken)
    {
        var draft = new StatusDraft(api, time);
        draft.Set(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.RemovalFailed, message);
        await WriteStatusAsync(api, draft, warn: true, cancellationToken);
        return outcome;
    }

    private async Task<Outcome?> ConvergeAsync(ExposedApi found, ApiEvent apiEvent, GatewayTrail trail, CancellationToken cancellationToken)
    {
        var api = await AdoptAsync(found, cancellationToken);
        var predecessor = apiEvent.Key.Uid.Length > 0 && apiEvent.Key.Uid != api.Key.Uid ? apiEvent.LastRegistration : null;
        var writesBefore = trail.Writes;
        var registration = await registrar.RegisterAsync(api, trail.Writes == 0 ? predecessor : null, trail, cancellationToken);

        var draft = new StatusDraft(api, time);
        draft.SetRegistration(registration, await addresses.FindAsync(api, cancellationToken));
        var ready = await network.HasReadyEndpointAsync(api.Key.Namespace, api.Spec.Implementation, cancellationToken);
        draft.SetReady(ready);
        var feedback = await notifier.TellAsync(api, draft, ready, cancellationToken);
        var written = await WriteStatusAsync(api, draft, warn: !registration.Registered && !registration.Passing, cancellationToken);
        if (registration.Registered && await registrar.MustYieldAgainAsync(api, cancellationToken))
        {
            trail.Doubt();
            return null;
        }

        if (!written && (trail.Writes > writesBefore || feedback is ComponentFeedback.EntryUpdated))
        {
            // The write to the status is what proves that nobody changed the object meanwhile; without one, look again.
            return null;
        }

        logger.Converged(api.Key, registration.Reason, ready, feedback);
        return registration.Passing ? Outcome.FailedForNow(trail.LeavesDoubt(registration.Record), registration.RetryAfter)
            : feedback is ComponentFeedback.EntryPending ? Outcome.Pending(trail.LeavesDoubt(registration.Record))
            : Outcome.Done;
    }

    private async Task<ExposedApi> AdoptAsync(ExposedApi api, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> finalizers = [.. Others(api), ExposedApi.Finalizer];
        if (api.HasFinalizer && finalizers.Count == api.Finalizers.Count && api.Status.Ready is not null)
        {
            return api;
        }

        logger.Adopted(api.Key);
        return await store.AdoptAsync(api, finalizers, cancellationToken);
    }

    // Where the old operator is gone, nobody else would drop its finalizer.
    private IReadOnlyList<string> Others(ExposedApi api) =>
        [.. api.Finalizers.Where(finalizer => finalizer != ExposedApi.Finalizer
            && !(reconcile.Value.DropKopfFinalizer && finalizer == ExposedApi.KopfFinalizer))];

    private async Task<bool> WriteStatusAsync(ExposedApi api, StatusDraft draft, bool warn, CancellationToken cancellationToken)
    {
        var patch = draft.Patch();
        if (patch.Count == 0)
        {
            return false;
        }

        await store.PatchStatusAsync(api, patch, cancellationToken);
        if (warn && draft.ConditionChanged(ConditionTypes.Registered) is { } condition)
        {
            await store.WarnAsync(api, condition.Reason, condition.Message, cancellationToken);
        }

        return true;
    }
}
