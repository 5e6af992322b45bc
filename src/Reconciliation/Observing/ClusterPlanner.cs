using System.Collections.Concurrent;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Reporting;
using ApiBridge.Shared.Gateway;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Observing;

/// <summary>Plans the work on all APIs in scope, as a bridge that starts anew would send them.</summary>
public sealed class ClusterPlanner
{
    private const int AtOnce = 8;

    private readonly IExposedApiStore _store;
    private readonly Planner _planner;
    private readonly GatewayEntries _entries;
    private readonly ObjectScope _scope;
    private readonly IReadOnlyList<string> _reservedPaths;
    private readonly TimeProvider _time;

    internal ClusterPlanner(
        IExposedApiStore store, Planner planner, GatewayEntries entries, ObjectScope scope, IOptions<GatewayOptions> gateway, TimeProvider time) =>
        (_store, _planner, _entries, _scope, _reservedPaths, _time) = (store, planner, entries, scope, gateway.Value.ReservedPathList, time);

    /// <summary>Plans for all that are in scope.</summary>
    /// <param name="namespaces">Where; none for all. Elders elsewhere are not known then.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What would be done for each.</returns>
    /// <exception cref="ClusterUnavailableException">The API server can't or won't tell.</exception>
    /// <exception cref="ResourceNotServedException">The cluster knows no ExposedAPIs.</exception>
    public async Task<ClusterPlan> PlanAsync(IReadOnlyList<string> namespaces, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(namespaces);
        List<ExposedApi> apis = [];
        List<UnreadableObject> unreadable = [];
        foreach (var ns in namespaces.Count > 0 ? namespaces.Distinct(StringComparer.Ordinal) : (IEnumerable<string?>)[null])
        {
            var listing = await _store.ListAsync(ns, cancellationToken);
            apis.AddRange(listing.Apis);
            unreadable.AddRange(listing.Unreadable);
        }

        return await PlanAsync(new ApiListing(apis, unreadable), cancellationToken);
    }

    internal async Task<ClusterPlan> PlanAsync(ApiListing listing, CancellationToken cancellationToken)
    {
        List<ExposedApi> apis = [.. listing.Apis.Where(api => _scope.Includes(api.Key.Namespace, api.Labels))];
        var neighbours = new Neighbours(apis, _entries, _reservedPaths);

        // What another version may show of one is to be read.
        var known = apis.Where(api => !api.MayHideSpecification).ToDictionary(api => (api.Key.Namespace, api.Key.Name));
        var plans = new ConcurrentBag<Plan>(listing.Unreadable.Select(PlanDraft.Unreadable));
        await Parallel.ForEachAsync(
            apis,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (api, token) => plans.Add(await PlanAsync(api, neighbours, known, token)));
        IReadOnlyList<Plan> ordered = [.. plans.OrderBy(plan => plan.Namespace, StringComparer.Ordinal).ThenBy(plan => plan.Name, StringComparer.Ordinal)];
        return new(Tally.Of(ordered, plan => plan.Would.ToString()), ordered.Count(plan => plan.Surprises.Count > 0), ordered);
    }

    private async Task<Plan> PlanAsync(
        ExposedApi api, Neighbours neighbours, IReadOnlyDictionary<(string Namespace, string Name), ExposedApi> known, CancellationToken cancellationToken)
    {
        var apiEvent = new ApiEvent
        {
            Id = Guid.CreateVersion7().ToString(),
            Source = EventSource.Worker,
            Time = _time.GetUtcNow(),
            Key = api.Key,
            Reason = EventReason.Listed,
            ResourceVersion = api.ResourceVersion,
            Deleting = api.IsBeingDeleted,
            Gateway = _entries.Of(api.Key).Gateway,
            Blocker = neighbours.BlockerOf(api),
            Holder = neighbours.HolderOver(api),
            LastRegistration = api.IsBeingDeleted ? api.Status.Registration : null,
            IsObservation = true,
        };
        var (plan, _) = await _planner.PlanAsync(apiEvent, known, cancellationToken);
        return plan ?? PlanDraft.Unknown(api.Key, "the API server could not tell in time what it depends on: ask again", _entries);
    }
}
