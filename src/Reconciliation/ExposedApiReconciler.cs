using ApiBridge.Domain;
using ApiBridge.Reconciliation.Configuration;
using ApiBridge.Reconciliation.Entries;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Reachability;
using ApiBridge.Reconciliation.Retrying;
using ApiBridge.Reconciliation.Statuses;
using ApiBridge.Shared.Kubernetes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation;

/// <summary>
/// Makes the gateway, an ExposedAPI's status and its Component agree with the ExposedAPI's spec. Any number of workers may do so for the
/// same object at once, and any of them may die anywhere: a pass counts only when the object did not change between its read and its
/// last write, and what a worker wrote to the gateway is in doubt until a write to the object has followed.
/// </summary>
internal sealed class ExposedApiReconciler(
    IExposedApiStore store,
    Registrar registrar,
    Deregistrar deregistrar,
    ScopeExit exit,
    Pause pause,
    GatewayEntries entries,
    INetworkStore network,
    PublicAddressFinder addresses,
    ComponentNotifier notifier,
    StatusWriter statuses,
    RouteCheck routes,
    IOptions<ReconcileOptions> reconcile,
    TimeProvider time,
    ILogger<ExposedApiReconciler> logger) : IReconciler
{
    /// <inheritdoc/>
    public async Task<Outcome> ReconcileAsync(ApiEvent apiEvent, CancellationToken cancellationToken)
    {
        var entry = new OwnEntry(apiEvent.InDoubt);
        if (apiEvent.Gateway is { } named && named != entries.Of(apiEvent.Key).Gateway)
        {
            if (IsLeftToAnother(apiEvent, named))
            {
                return BrokenOff(apiEvent, entry);
            }

            apiEvent = apiEvent with { Blocker = null, Holder = null }; // Those are neighbours on the other gateway.
        }

        var trial = new Trial();
        using var limit = new TimeLimit(reconcile.Value.Timeout, time, cancellationToken);
        try
        {
            for (var pass = 1; pass <= reconcile.Value.MaxPasses; pass++)
            {
                limit.Token.ThrowIfCancellationRequested();
                if (await TryPassAsync(apiEvent, entry, trial, limit.Token) is { } outcome)
                {
                    return outcome;
                }
            }

            logger.StillChanging(apiEvent.Key, reconcile.Value.MaxPasses);
            return Outcome.Pending(inDoubt: true);
        }
        catch (Exception exception) when (exception is ClusterUnavailableException or ResourceNotServedException)
        {
            if (exception is ClusterUnavailableException { IsNotReached: true })
            {
                logger.ClusterNotReached(apiEvent.Key, exception.Message);
            }
            else
            {
                logger.ClusterUnavailable(apiEvent.Key, exception.Message);
            }

            return BrokenOff(apiEvent, entry);
        }
        catch (OperationCanceledException) when (limit.IsReached)
        {
            logger.TimeIsUp(apiEvent.Key, reconcile.Value.Timeout, entry.IsUnrecorded);
            return BrokenOff(apiEvent, entry);
        }
    }

    // While settings are rolled out, the workers and the bridge that wrote the message may differ. That ends; a message from before it, which
    // nobody would take any more, is then worked on for what its object is.
    private bool IsLeftToAnother(ApiEvent apiEvent, string gateway)
    {
        var isLeft = apiEvent.Attempt < RetryDelay.AttemptsUntilLongest;
        logger.OtherGateway(apiEvent.Key, Excerpt.Of(gateway), entries.Of(apiEvent.Key).Gateway, isLeft ? "It is put off." : "It was put off for long, and is worked on.");
        return isLeft;
    }

    // The bridge looks again by itself where it looked for nothing but that the object had not converged.
    private static Outcome BrokenOff(ApiEvent apiEvent, OwnEntry entry) =>
        apiEvent.IsRepeatedByTheBridge && !entry.IsUnrecorded ? Outcome.Done : Outcome.Undone(entry.IsUnrecorded);

    // Null when the object changed under the pass, or may have: look again.
    private async Task<Outcome?> TryPassAsync(ApiEvent apiEvent, OwnEntry entry, Trial trial, CancellationToken cancellationToken)
    {
        ExposedApi? api = null;
        try
        {
            api = await store.FindAsync(apiEvent.Key, cancellationToken);
            entry.Read(isGone: api is null);
            return api switch
            {
                null when !exit.LooksAfter(apiEvent.Key.Namespace) => Outcome.Done, // Who asked for its release has it.
                null => await deregistrar.RemoveOrphanAsync(apiEvent, entry, cancellationToken),
                _ when exit.Concerns(api) => await exit.HandleAsync(api, apiEvent, entry, cancellationToken),
                { IsBeingDeleted: true } => await deregistrar.ReleaseAsync(api, apiEvent, entry, cancellationToken),
                { IsPaused: true } when Pause.IsFreeOf(api, apiEvent, entry) => await deregistrar.RemoveOrphanAsync(apiEvent, entry, cancellationToken),
                { IsPaused: true } => await pause.KeepAsync(await MarkAsync(api, cancellationToken), apiEvent, entry, cancellationToken),
                _ => await ConvergeAsync(await AdoptAsync(api, cancellationToken), apiEvent, entry, trial, cancellationToken),
            };
        }
        catch (ConflictException exception)
        {
            logger.Conflict(apiEvent.Key, exception.Message);
            return null;
        }
        catch (RejectedPatchException exception) when (api is not null)
        {
            return await ReportRejectedAsync(api, exception.Message, entry, cancellationToken);
        }
        catch (UnreadableObjectException exception)
        {
            return await ReportUnreadableAsync(apiEvent, exception, entry, cancellationToken);
        }
    }

    private async Task<ExposedApi> AdoptAsync(ExposedApi api, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> finalizers = [.. api.FinalizersOfOthers(reconcile.Value.DropKopfFinalizer), ExposedApi.Finalizer];
        if (api.HasFinalizer && finalizers.Count == api.Finalizers.Count && api.Status.Ready is not null && !exit.IsToBeAdopted(api))
        {
            return api;
        }

        logger.Adopted(api.Key);
        return await store.AdoptAsync(api, finalizers, exit.Selector, cancellationToken);
    }

    // What is paused may leave the scope all the same, and by the selector that it was adopted under it is known whose it is.
    private async Task<ExposedApi> MarkAsync(ExposedApi api, CancellationToken cancellationToken) =>
        api.HasFinalizer && exit.IsToBeAdopted(api) ? await store.AdoptAsync(api, api.Finalizers, exit.Selector, cancellationToken) : api;

    private async Task<Outcome?> ConvergeAsync(ExposedApi api, ApiEvent apiEvent, OwnEntry entry, Trial trial, CancellationToken cancellationToken)
    {
        trial.Meet(api, entry);
        var wasUnrecorded = entry.IsUnrecorded;
        if (await registrar.RegisterAsync(api, apiEvent, entry, cancellationToken) is not { } registration)
        {
            return await LeaveAsync(api, entry, wasUnrecorded, cancellationToken);
        }

        var draft = new StatusDraft(api, StatusProof.Of(api, entries), time);
        var address = await addresses.FindAsync(api, apiEvent.Reason is EventReason.Readiness, cancellationToken);
        draft.SetRegistration(registration, address);
        if (wasUnrecorded && registration is { InDoubt: true, Retry: null })
        {
            draft.SetUnanswered(); // Nobody else comes back for it, so whoever read the object before has to conflict.
        }

        var ready = await network.HasReadyEndpointAsync(api.Key.Namespace, api.Spec.Implementation, apiEvent.EndpointSlices, cancellationToken);
        draft.SetReady(ready);
        var feedback = await notifier.TellAsync(api, draft, ready, cancellationToken);
        var outcome = OutcomeOf(registration, feedback, api, apiEvent, draft);
        if (address.MayNotBeRead)
        {
            logger.IngressUnreadable(api.Key, address.Lack);
            outcome = outcome.ComeBack ? outcome : Outcome.Pending();
        }

        // A pass that wrote to the gateway ends in a write to the object, so that of two workers one conflicts.
        draft.CountGatewayWrites(entry.UnrecordedWrites);
        var pass = new RoutePass(api, apiEvent, registration, address, ready, entry.UnrecordedWrites > 0);
        var route = routes.Mark(pass, draft, trial);
        var written = await statuses.WriteAsync(api, draft, warn: registration is { Registered: false, Retry: null }, cancellationToken);
        if (written is not null)
        {
            entry.HasRecorded();
            await routes.TellRepairAsync(pass, trial, cancellationToken);
            if (registration.RemovalRefused)
            {
                await store.WarnAsync(api, ConditionReasons.RemovalRefused, registration.Remark, cancellationToken);
            }
        }
        else if (feedback is ComponentFeedback.EntryUpdated)
        {
            // The write to the status is what proves that nobody changed the object meanwhile; without one, look again.
            return null;
        }

        logger.Converged(api.Key, registration.Reason, ready, feedback, apiEvent.Reason, (long)(time.GetUtcNow() - apiEvent.Time).TotalMilliseconds);
        outcome = entry.IsUnrecorded ? outcome : outcome.About(api.Key);
        return route is null || outcome.Failed ? outcome : await routes.TryAsync(written ?? api, route, apiEvent, trial, outcome, cancellationToken);
    }

    // Nothing is decided. What this worker knows, and no status does, is that the entry is in doubt: a new note of it also makes whoever read
    // the object before conflict.
    private async Task<Outcome> LeaveAsync(ExposedApi api, OwnEntry entry, bool wasUnrecorded, CancellationToken cancellationToken)
    {
        logger.Undecided(api.Key, entry.IsUnrecorded);
        if (wasUnrecorded || entry.UnrecordedWrites > 0 || (entry.IsUnrecorded && api.Status.UnansweredAt is null))
        {
            await store.PatchStatusAsync(api, StatusDraft.InDoubt(api, StatusProof.Of(api, entries), time), cancellationToken);
        }

        return Outcome.Done;
    }

    private static Outcome OutcomeOf(
        RegistrationResult registration, ComponentFeedback? feedback, ExposedApi api, ApiEvent apiEvent, StatusDraft draft) =>
        registration.Retry is { } retry ? RetryChain.Continue(apiEvent, api, registration.Reason, draft, retry)
        : feedback is ComponentFeedback.EntryPending ? Outcome.Pending()
        : Outcome.Done;

    // Who mends it changes it, and the bridge sends again. What only this message knows has to wait for that.
    private async Task<Outcome> ReportUnreadableAsync(
        ApiEvent apiEvent, UnreadableObjectException problem, OwnEntry entry, CancellationToken cancellationToken)
    {
        logger.Unreadable(apiEvent.Key, problem.Found.Reason);
        await store.WarnAsync(problem, cancellationToken);
        var isOnlyKnownHere = entry.IsUnrecorded || apiEvent.Reason is EventReason.Deleted || apiEvent.Deleting;
        return isOnlyKnownHere ? Outcome.Undone(entry.IsUnrecorded) : Outcome.Done;
    }

    // Nothing can be written on the object, not even why. Who mends it, or its definition, needs no retries of ours for that.
    private async Task<Outcome> ReportRejectedAsync(ExposedApi api, string message, OwnEntry entry, CancellationToken cancellationToken)
    {
        logger.UpdateRejected(api.Key, message);
        await store.WarnAsync(
            api,
            ConditionReasons.UpdateRejected,
            $"no version of its CustomResourceDefinition accepts the object as it is stored: mend the object, or the definition; {message}",
            cancellationToken);
        return entry.IsUnrecorded ? Outcome.FailedForNow(inDoubt: true) : Outcome.Done;
    }
}
