using ApiBridge.Administration.Apis;
using ApiBridge.Dashboard.Cluster;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;
using Microsoft.Extensions.Hosting;

namespace ApiBridge.Dashboard.Apis;

/// <summary>Watches the ExposedAPIs, each namespace by itself where the settings name them, so that Roles suffice.</summary>
/// <param name="parts">Whom to ask, and what is looked after.</param>
/// <param name="reads">The API server.</param>
/// <param name="apis">Tells at which version they are served.</param>
/// <param name="store">Where they are put.</param>
/// <param name="states">What is said of the watches.</param>
/// <param name="time">The clock.</param>
internal sealed class ApiWatch(
    DashboardSources parts, ClusterReads reads, ClusterApis apis, ApiStore store, ClusterStates states, TimeProvider time) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(new NamespaceScope(parts.Scope).Watched.Select(ns => FollowAsync(ns, stoppingToken)));

    private Task FollowAsync(string? ns, CancellationToken cancellationToken)
    {
        var scope = new ObjectScope(parts.Scope);
        var sink = new ApiSink(store, api => ApiRow.Of(api, scope, parts.Entries, parts.ReservedPaths));
        var state = states.Add(new(ns is null ? "The ExposedAPIs" : $"The ExposedAPIs of {ns}", time));
        return new CollectionWatch(reads, PathAsync, sink, state, time).RunAsync(cancellationToken);

        async Task<string> PathAsync(CancellationToken token) => new ResourcePath(await apis.ResourceAsync(token), ns).ToString();
    }
}
