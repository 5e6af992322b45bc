using ApiBridge.Domain;
using ApiBridge.Reconciliation.Configuration;
using ApiBridge.Reconciliation.Entries;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Statuses;
using ApiBridge.Shared.Scope;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation;

/// <summary>
/// What is done for an object that is there and out of scope. One that was adopted here, and one whose release somebody asks for, is removed from
/// the gateway and released; any other is left alone, for it may be another installation's.
/// </summary>
internal sealed partial class ScopeExit(
    IExposedApiStore store,
    Deregistrar deregistrar,
    ComponentNotifier notifier,
    GatewayEntries entries,
    ObjectScope scope,
    IOptions<ReconcileOptions> reconcile,
    TimeProvider time,
    ILogger<ScopeExit> logger)
{
    /// <summary>The label selector that an object is adopted under; empty for none.</summary>
    public string Selector => scope.Selector;

    /// <summary>Whether an object is out of scope.</summary>
    public bool Concerns(ExposedApi api) => !scope.Includes(api.Key.Namespace, api.Labels);

    /// <summary>Whether objects of a namespace may be in scope.</summary>
    public bool LooksAfter(string ns) => scope.Includes(ns);

    /// <summary>Whether an object in scope has yet to be adopted under its selector.</summary>
    public bool IsToBeAdopted(ExposedApi api) => Selector.Length > 0 && api.AdoptedBy != Selector;

    /// <summary>Does what there is to do for an object that is out of scope.</summary>
    /// <returns>What is left to do.</returns>
    /// <exception cref="ConflictException">The object changed since it was read.</exception>
    public Task<Outcome> HandleAsync(ExposedApi api, ApiEvent apiEvent, OwnEntry entry, CancellationToken cancellationToken) =>
        !IsOurs(api, apiEvent) && !IsNobodysByOurDoing(api, apiEvent, entry) ? PassOverAsync(api, entry, cancellationToken)
        : api.IsBeingDeleted ? deregistrar.ReleaseAsync(api, apiEvent, entry, cancellationToken)
        : LeaveAsync(api, apiEvent, entry, cancellationToken);

    // A message asks for a release; that it is about ours the finalizer says.
    private bool IsOurs(ExposedApi api, ApiEvent apiEvent) => scope.PlaceOf(api) is ScopePlace.Leaving || (apiEvent.Leaving && api.HasFinalizer);

    // Nobody holds it, and what a worker of ours did before may be on the gateway: it was stamped, or written just now, or an earlier object of the
    // name left it.
    private bool IsNobodysByOurDoing(ExposedApi api, ApiEvent apiEvent, OwnEntry entry) =>
        scope.Includes(api.Key.Namespace)
        && api is { IsHeld: false, AdoptedBy.Length: 0 }
        && (api.Status.IsOwn || entry.UnrecordedWrites > 0 || entry.Created is not null || apiEvent.IsAboutNamesakeOf(api))
        && (entry.IsUnrecorded || apiEvent.IsAboutDeletion);

    private async Task<Outcome> LeaveAsync(ExposedApi api, ApiEvent apiEvent, OwnEntry entry, CancellationToken cancellationToken)
    {
        var proof = deregistrar.Judge(api, apiEvent, entry);
        var removed = await deregistrar.RemoveAsync(api, proof.And(apiEvent.LeftoverOf(entries)), entry, cancellationToken);
        if (removed.Retry is { } retry)
        {
            return await deregistrar.PutOffAsync(api, apiEvent, entry, proof, removed, retry, cancellationToken);
        }

        var draft = new StatusDraft(api, proof, time);
        draft.SetRegistration(
            removed with { Record = null, Reason = ConditionReasons.OutOfScope, Message = MessageOf(api) },
            new PublicAddressFinding(Address: null));
        draft.RemoveReachable();
        draft.RemovePaused(); // Nobody looks at it any more, and the annotation may go.
        await notifier.TellAsync(api, draft, api.Status.Ready ?? false, cancellationToken);
        draft.CountGatewayWrites(entry.UnrecordedWrites);
        if (removed.Remark.Length > 0)
        {
            await deregistrar.WarnAsync(api, removed, cancellationToken);
        }

        await store.LeaveAsync(api, api.FinalizersOfOthers(reconcile.Value.DropKopfFinalizer), draft.Patch(), cancellationToken);
        LogLeft(api.Key);
        return Outcome.Done;
    }

    // Of what this worker, or one before it, did to the entry the installation that has it now can't know.
    private async Task<Outcome> PassOverAsync(ExposedApi api, OwnEntry entry, CancellationToken cancellationToken)
    {
        LogPassedOver(api.Key, entry.IsUnrecorded);
        if (entry.IsUnrecorded && api.Status.Gateway == entries.Of(api.Key).Gateway)
        {
            await store.PatchStatusAsync(api, StatusDraft.InDoubt(api, StatusProof.Of(api, entries), time), cancellationToken);
        }

        return Outcome.Done;
    }

    private string MessageOf(ExposedApi api) => scope.Includes(api.Key.Namespace)
        ? $"the API's labels are not those of {ScopeOptions.Section}:LabelSelector, so that the gateway no longer holds it: give it labels that match, or leave it so"
        : $"namespace {api.Key.Namespace} is not one of {ScopeOptions.Section}:Namespaces, so that the gateway no longer holds it";

    [LoggerMessage(38, LogLevel.Information, "{Key} is out of scope: removed from the gateway and released")]
    private partial void LogLeft(ObjectKey key);

    [LoggerMessage(39, LogLevel.Debug, "{Key} is out of scope, and nothing of ours. In doubt={InDoubt}")]
    private partial void LogPassedOver(ObjectKey key, bool inDoubt);
}
