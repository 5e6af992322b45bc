using ApiBridge.Domain;
using ApiBridge.Reconciliation.Configuration;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Retrying;
using ApiBridge.Reconciliation.Statuses;
using ApiBridge.Shared.Gateway;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Entries;

/// <summary>Takes off the gateway what an API that is gone, or being deleted, has there.</summary>
internal sealed class Deregistrar(
    IExposedApiStore store,
    EntryWriter writer,
    FormerEntries former,
    LostGateways lost,
    StatusWriter statuses,
    GatewayEntries entries,
    IOptions<GatewayOptions> gateway,
    IOptions<ReconcileOptions> reconcile,
    TimeProvider time,
    ILogger<Deregistrar> logger)
{
    /// <summary>Removes the own entry of an object that is gone.</summary>
    /// <returns>What is left to do; null when it was removed: look again, for the object may have been created anew meanwhile.</returns>
    public async Task<Outcome?> RemoveOrphanAsync(ApiEvent apiEvent, OwnEntry entry, CancellationToken cancellationToken)
    {
        if (entry.State is EntryState.Removed || !(apiEvent.IsAboutDeletion || entry.IsInDoubt))
        {
            logger.Gone(apiEvent.Key);
            return Outcome.Done;
        }

        var name = entries.Of(apiEvent.Key).Name;
        var known = entry.Created ?? (apiEvent.LastRegistration is { } last && last.Name == name ? last : null);
        var leftover = apiEvent.LeftoverOf(entries);
        try
        {
            if (leftover is not null)
            {
                await RemoveLeftoverAsync(apiEvent.Key, leftover, cancellationToken);
                leftover = null;
            }

            await writer.SettleRemovalAsync(apiEvent.Key, entry, known, spec: null, cancellationToken);
        }
        catch (GatewayRefusedException exception)
        {
            logger.RemovalRefused(apiEvent.Key, exception.Message);
            return Outcome.FailedForNow(inDoubt: true, orphan: known);
        }
        catch (GatewayUnavailableException exception)
        {
            if (await lost.FindAsync(apiEvent.Key, entries.Of(apiEvent.Key).Gateway, isGone: true, cancellationToken) is null)
            {
                // The retry tells of one of the two, and the own entry can be removed by its name.
                logger.GatewayUnavailable(apiEvent.Key, exception.Message);
                return Outcome.Unavailable(inDoubt: true, exception, leftover is null ? known : null);
            }

            // It went with its gateway, and so did that of a former name.
            entry.HasRemoved();
            return null;
        }

        logger.OrphanRemoved(apiEvent.Key, name);
        return null;
    }

    /// <summary>Removes the own entry of an object that is being deleted, then drops our finalizer.</summary>
    /// <returns>What is left to do.</returns>
    /// <exception cref="ConflictException">The object changed since it was read.</exception>
    public async Task<Outcome> ReleaseAsync(ExposedApi api, ApiEvent apiEvent, OwnEntry entry, CancellationToken cancellationToken)
    {
        // Where the old operator is gone, nobody else would drop its finalizer.
        var kept = api.FinalizersOfOthers(reconcile.Value.DropKopfFinalizer);
        var isHeld = kept.Count < api.Finalizers.Count;
        if (!isHeld && !entry.IsInDoubt && !apiEvent.IsAboutNamesakeOf(api))
        {
            return Outcome.Done;
        }

        var proof = Judge(api, apiEvent, entry);
        var removed = await RemoveAsync(api, proof.And(apiEvent.LeftoverOf(entries)), entry, cancellationToken);
        if (removed.Retry is { } retry)
        {
            return await PutOffAsync(api, apiEvent, entry, proof, removed, retry, cancellationToken);
        }

        if (removed.Remark.Length > 0)
        {
            await WarnAsync(api, removed, cancellationToken);
        }

        var status = StatusDraft.Released(api, proof, removed.Leftovers, entry.UnrecordedWrites, time);
        if (!isHeld)
        {
            // Others hold it, and it was released before. The write proves that nobody changed it meanwhile.
            await store.PatchStatusAsync(api, status, cancellationToken);
            return Outcome.Done;
        }

        await store.ReleaseAsync(api, kept, status, cancellationToken);
        logger.Released(api.Key);
        return Outcome.Done;
    }

    /// <summary>What an object's status proves, and whether its own entry is in doubt.</summary>
    public StatusProof Judge(ExposedApi api, ApiEvent apiEvent, OwnEntry entry)
    {
        var proof = StatusProof.Of(api, entries);
        if (proof.IsInDoubt || apiEvent.IsAboutNamesakeOf(api))
        {
            entry.Doubt();
        }

        return proof;
    }

    /// <summary>Says on the object what may be left of it.</summary>
    public Task WarnAsync(ExposedApi api, RegistrationResult removed, CancellationToken cancellationToken) => store.WarnAsync(
        api, removed.RemovalRefused ? ConditionReasons.RemovalRefused : ConditionReasons.LeftBehind, removed.Remark, cancellationToken);

    /// <summary>Writes down that the gateway did not let go of an object yet.</summary>
    /// <returns>What is left to do.</returns>
    public async Task<Outcome> PutOffAsync(
        ExposedApi api, ApiEvent apiEvent, OwnEntry entry, StatusProof proof, RegistrationResult removed, Outcome retry, CancellationToken cancellationToken)
    {
        var draft = new StatusDraft(api, proof, time);
        draft.SetRemovalFailed(removed);
        draft.CountGatewayWrites(entry.UnrecordedWrites);
        var outcome = RetryChain.Continue(apiEvent, api, ConditionReasons.RemovalFailed, draft, retry);
        await statuses.WriteAsync(api, draft, warn: true, cancellationToken);
        return outcome;
    }

    /// <summary>Removes all that an object has on the gateway, or may have.</summary>
    /// <returns>What is left, and how to try again.</returns>
    public async Task<RegistrationResult> RemoveAsync(ExposedApi api, StatusProof proof, OwnEntry entry, CancellationToken cancellationToken)
    {
        var removed = new RegistrationResult { Reason = ConditionReasons.Removed, Message = string.Empty };
        try
        {
            // A status of its own may say that there is nothing.
            if (proof.Held is not null || entry.IsInDoubt)
            {
                await SettleAsync(api, proof, entry, cancellationToken);
            }

            var cleared = await former.RemoveAsync(api.Key, proof.Leftovers, removed, api.IsBeingDeleted, cancellationToken);
            return cleared.Retry is null && cleared.Leftovers.Any(left => entries.MayRemove(api.Key, left.Entry))
                ? cleared with { Message = cleared.Remark, Retry = Outcome.FailedForNow(inDoubt: true) }
                : cleared;
        }
        catch (GatewayRefusedException exception)
        {
            return Failed(exception.Message, Outcome.FailedForNow(inDoubt: true, orphan: proof.Held));
        }
        catch (GatewayUnavailableException exception)
        {
            return Failed(exception.Message, Outcome.Unavailable(inDoubt: true, exception, proof.Held));
        }

        // Should the object be gone by the next attempt, nothing else tells that something is left.
        RegistrationResult Failed(string message, Outcome retry) => removed with
        {
            Record = proof.RecordWith(entry.Record(proof.Held)),
            Leftovers = proof.ListedWith(entry.Record(proof.Held)),
            Reason = ConditionReasons.RemovalFailed,
            Message = message,
            Retry = retry,
        };
    }

    // Removed, or gone with its gateway.
    private async Task SettleAsync(ExposedApi api, StatusProof proof, OwnEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await writer.SettleRemovalAsync(api.Key, entry, proof.Held, DesiredOf(api, proof), cancellationToken);
        }
        catch (GatewayUnavailableException exception)
        {
            if (!api.IsBeingDeleted || await lost.FindAsync(api.Key, proof.Own.Gateway, isGone: false, cancellationToken) is not { } service)
            {
                throw;
            }

            entry.HasRemoved();
            await store.WarnAsync(
                api,
                ConditionReasons.GatewayGone,
                $"released without the gateway's answer: its Service {service} went with the namespace, and the registration with it; {exception.Message}",
                cancellationToken);
        }
    }

    // A spec that can't be registered is never sent.
    private ApiRegistration? DesiredOf(ExposedApi api, StatusProof proof) => SpecProblem.Of(api, gateway.Value.ReservedPathList).Count == 0
        ? ApiRegistration.Of(api, proof.Own.Name)
        : null;

    // The object is gone, so that there is nobody to tell of a refusal but the log.
    private async Task RemoveLeftoverAsync(ObjectKey key, Leftover leftover, CancellationToken cancellationToken)
    {
        try
        {
            await writer.RemoveLeftoverAsync(key, leftover, cancellationToken);
        }
        catch (GatewayRefusedException exception)
        {
            logger.RemovalRefused(key, exception.Message);
        }
    }
}
