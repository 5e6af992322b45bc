using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;

namespace ApiBridge.Simulation.Tests.Workers;

/// <summary>A store for who gives messages up: a patch that says no more than that is not written.</summary>
internal sealed class SilentStore(IExposedApiStore store) : IExposedApiStore
{
    public Task<ExposedApi?> FindAsync(ObjectKey key, CancellationToken cancellationToken) => store.FindAsync(key, cancellationToken);

    public Task<ApiListing> ListAsync(string? ns, CancellationToken cancellationToken) => store.ListAsync(ns, cancellationToken);

    public Task<ExposedApi> AdoptAsync(ExposedApi api, IReadOnlyList<string> finalizers, string selector, CancellationToken cancellationToken) =>
        store.AdoptAsync(api, finalizers, selector, cancellationToken);

    public Task<ExposedApi> PatchStatusAsync(ExposedApi api, JsonObject statusPatch, CancellationToken cancellationToken) =>
        statusPatch.ContainsKey("conditions") ? store.PatchStatusAsync(api, statusPatch, cancellationToken) : Task.FromResult(api);

    public Task ReleaseAsync(ExposedApi api, IReadOnlyList<string> finalizers, JsonObject statusPatch, CancellationToken cancellationToken) =>
        store.ReleaseAsync(api, finalizers, statusPatch, cancellationToken);

    public Task LeaveAsync(ExposedApi api, IReadOnlyList<string> finalizers, JsonObject statusPatch, CancellationToken cancellationToken) =>
        store.LeaveAsync(api, finalizers, statusPatch, cancellationToken);

    public Task WarnAsync(ExposedApi api, string reason, string message, CancellationToken cancellationToken) =>
        store.WarnAsync(api, reason, message, cancellationToken);

    public Task WarnAsync(UnreadableObjectException problem, CancellationToken cancellationToken) => store.WarnAsync(problem, cancellationToken);
}
