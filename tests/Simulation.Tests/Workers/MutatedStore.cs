using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;

namespace ApiBridge.Simulation.Tests.Workers;

/// <summary>A store that makes the product behave as if it had the mistake of a mutant.</summary>
internal sealed class MutatedStore(IExposedApiStore store, World world, GatewayEntries entries, MutatedWork work) : IExposedApiStore
{
    private readonly Mutant _mutant = world.Mutant;

    public async Task<ExposedApi?> FindAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var found = await store.FindAsync(key, cancellationToken);
        if (work.IsNeighbour(key))
        {
            return Neighbour(key, found);
        }

        if (_mutant is Mutant.ReleaseBeforeRemoval && found is { IsBeingDeleted: true, HasFinalizer: true })
        {
            await store.ReleaseAsync(found, [], [], cancellationToken);
        }

        return work.Read = found is null ? null : MutatedStatus.Of(found, _mutant, entries);
    }

    private ExposedApi? Neighbour(ObjectKey key, ExposedApi? found) => _mutant switch
    {
        Mutant.YieldsToClaimant when found is not null && work.Event is { Blocker: null, Holder: null } =>
            found with { Status = found.Status with { Conditions = [] } },
        Mutant.RefusedWithUnansweredCall when found is not null => found with { Status = found.Status with { UnansweredAt = null } },
        Mutant.MessageBelieved when work.Event?.Blocker is { } named && named == key && work.Read is { } own =>
            own with { Key = key, Created = own.Created.AddSeconds(-1), Status = own.Status with { Conditions = [] } },
        _ => found,
    };

    // A note that the entry is in doubt, and nothing that was decided.
    private static bool IsDoubtAlone(JsonObject patch) =>
        patch["apiBridge"] is JsonObject bridge
        && bridge["unansweredAt"] is not null
        && !bridge.ContainsKey("specHash")
        && !bridge.ContainsKey("gatewayWrites")
        && (!patch.ContainsKey("conditions") || bridge.ContainsKey("uid"));

    public Task<ApiListing> ListAsync(string? ns, CancellationToken cancellationToken) => store.ListAsync(ns, cancellationToken);

    public async Task<ExposedApi> AdoptAsync(ExposedApi api, IReadOnlyList<string> finalizers, string selector, CancellationToken cancellationToken) =>
        MutatedStatus.Of(await store.AdoptAsync(api, finalizers, selector, cancellationToken), _mutant, entries);

    public async Task<ExposedApi> PatchStatusAsync(ExposedApi api, JsonObject statusPatch, CancellationToken cancellationToken)
    {
        var patch = (JsonObject)statusPatch.DeepClone();
        if (_mutant is Mutant.GatewayWritesUncounted && patch["apiBridge"] is JsonObject bridge && bridge.Remove("gatewayWrites") && bridge.Count == 0)
        {
            patch.Remove("apiBridge");
        }

        if (_mutant is Mutant.UndecidedLeavesNoDoubt && work.Event is not null && IsDoubtAlone(patch))
        {
            return api;
        }

        if (_mutant is Mutant.UnansweredForNobody && patch["apiBridge"] is JsonObject noted && noted["unansweredAt"] is not null)
        {
            noted.Remove("yieldsTo");
        }

        try
        {
            return patch.Count == 0 ? api : await store.PatchStatusAsync(api, patch, cancellationToken);
        }
        catch (ConflictException) when (_mutant is Mutant.NoSecondLook)
        {
            return api;
        }
        catch (ConflictException conflict) when (_mutant is Mutant.SureAfterConflict)
        {
            work.HadConflict = true;
            throw new ClusterUnavailableException("look again", conflict);
        }
    }

    public async Task ReleaseAsync(
        ExposedApi api, IReadOnlyList<string> finalizers, JsonObject statusPatch, CancellationToken cancellationToken)
    {
        if (_mutant is not Mutant.ReleaseBeforeRemoval)
        {
            await store.ReleaseAsync(api, finalizers, statusPatch, cancellationToken);
        }
    }

    public Task LeaveAsync(ExposedApi api, IReadOnlyList<string> finalizers, JsonObject statusPatch, CancellationToken cancellationToken) =>
        store.LeaveAsync(api, finalizers, statusPatch, cancellationToken);

    public async Task WarnAsync(ExposedApi api, string reason, string message, CancellationToken cancellationToken)
    {
        await store.WarnAsync(api, reason, message, cancellationToken);
        if (_mutant is Mutant.EventFailureFails && world.Cluster.RefusesEventsIn(api.Key.Namespace))
        {
            throw new ClusterUnavailableException("the Event was refused", new HttpRequestException());
        }
    }

    public Task WarnAsync(UnreadableObjectException problem, CancellationToken cancellationToken) => store.WarnAsync(problem, cancellationToken);
}
