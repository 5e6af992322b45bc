using ApiBridge.Domain;
using ApiBridge.Reconciliation.Configuration;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Retrying;
using ApiBridge.Reconciliation.Statuses;
using ApiBridge.Shared.Kubernetes;
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
    Deregistrar deregistrar,
    Rivals rivals,
    INetworkStore network,
    PublicAddressFinder addresses,
    ComponentNotifier notifier,
    StatusWriter statuses,
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
            // The bridge looks again by itself where it looked for nothing but that the object had not converged.
            logger.ClusterUnavailable(apiEvent.Key, exception.Message);
            return apiEvent.Reason is EventReason.Resync && !trail.IsUnrecorded ? Outcome.Done : Outcome.FailedForNow(trail.IsUnrecorded);
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
                null => await deregistrar.RemoveOrphanAsync(apiEvent, trail, cancellationToken),
                { IsBeingDeleted: true } => await deregistrar.ReleaseAsync(api, apiEvent, trail, cancellationToken),
                _ => await ConvergeAsync(await AdoptAsync(api, trail, cancellationToken), apiEvent, trail, cancellationToken),
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

    private async Task<ExposedApi> AdoptAsync(ExposedApi api, GatewayTrail trail, CancellationToken cancellationToken)
    {
        trail.VersionRead = api.ResourceVersion;
        IReadOnlyList<string> finalizers = [.. api.FinalizersOfOthers(reconcile.Value.DropKopfFinalizer), ExposedApi.Finalizer];
        if (api.HasFinalizer && finalizers.Count == api.Finalizers.Count && api.Status.Ready is not null)
        {
            return api;
        }

        logger.Adopted(api.Key);
        return await store.AdoptAsync(api, finalizers, cancellationToken);
    }

    private async Task<Outcome?> ConvergeAsync(ExposedApi api, ApiEvent apiEvent, GatewayTrail trail, CancellationToken cancellationToken)
    {
        var registration = await registrar.RegisterAsync(api, apiEvent, trail, cancellationToken);

        var draft = new StatusDraft(api, time);
        draft.SetRegistration(registration, await addresses.FindAsync(api, cancellationToken));
        var ready = await network.HasReadyEndpointAsync(api.Key.Namespace, api.Spec.Implementation, cancellationToken);
        draft.SetReady(ready);
        var feedback = await notifier.TellAsync(api, draft, ready, cancellationToken);
        var outcome = OutcomeOf(registration, feedback, api, apiEvent, draft, trail);
        draft.CountGatewayWrites(trail.UnprovenWrites);
        var written = await statuses.WriteAsync(api, draft, warn: !registration.Registered && registration.Unavailable is null, cancellationToken);
        if (written)
        {
            trail.HasProof();
            if (Claims.LetGo(api, registration.Record))
            {
                await rivals.WakeFreedAsync(api.Key.Namespace, cancellationToken);
            }
        }

        if (registration.Registered && await rivals.MustYieldAgainAsync(api, cancellationToken))
        {
            trail.Doubt();
            return null;
        }

        if (!written && feedback is ComponentFeedback.EntryUpdated)
        {
            // The write to the status is what proves that nobody changed the object meanwhile; without one, look again.
            return null;
        }

        logger.Converged(api.Key, registration.Reason, ready, feedback);
        return outcome;
    }

    private static Outcome OutcomeOf(
        RegistrationResult registration, ComponentFeedback? feedback, ExposedApi api, ApiEvent apiEvent, StatusDraft draft, GatewayTrail trail)
    {
        var inDoubt = trail.LeavesDoubt(registration.Record);
        return registration.Unavailable is { } cause
            ? RetryChain.Continue(apiEvent, api, ConditionReasons.GatewayUnavailable, draft, Outcome.Unavailable(inDoubt, cause))
            : feedback is ComponentFeedback.EntryPending ? Outcome.Pending(inDoubt)
            : Outcome.Done;
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
}
