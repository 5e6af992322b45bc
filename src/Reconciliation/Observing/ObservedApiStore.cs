using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;

namespace ApiBridge.Reconciliation.Observing;

/// <summary>Reads the ExposedAPIs; a write is noted, and answered as if it were done.</summary>
internal sealed class ObservedApiStore(IExposedApiStore actual, Observations observations) : IExposedApiStore
{
    public async Task<ExposedApi?> FindAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var found = observations.Known(key) ?? await actual.FindAsync(key, cancellationToken);
        observations.Saw(found);
        return found;
    }

    public Task<ApiListing> ListAsync(string? ns, CancellationToken cancellationToken) => actual.ListAsync(ns, cancellationToken);

    public Task<ExposedApi> AdoptAsync(ExposedApi api, IReadOnlyList<string> finalizers, string selector, CancellationToken cancellationToken)
    {
        observations.Current.Finalizers = finalizers;
        return Task.FromResult(
            api with { Finalizers = finalizers, AdoptedBy = selector, Status = api.Status with { Ready = api.Status.Ready ?? false } });
    }

    public Task<ExposedApi> PatchStatusAsync(ExposedApi api, JsonObject statusPatch, CancellationToken cancellationToken)
    {
        observations.Current.Patching(api, statusPatch);
        return Task.FromResult(api);
    }

    public Task ReleaseAsync(ExposedApi api, IReadOnlyList<string> finalizers, JsonObject statusPatch, CancellationToken cancellationToken)
    {
        observations.Current.Finalizers = finalizers;
        observations.Current.Patching(api, statusPatch);
        return Task.CompletedTask;
    }

    public Task LeaveAsync(ExposedApi api, IReadOnlyList<string> finalizers, JsonObject statusPatch, CancellationToken cancellationToken) =>
        ReleaseAsync(api, finalizers, statusPatch, cancellationToken);

    public Task WarnAsync(ExposedApi api, string reason, string message, CancellationToken cancellationToken)
    {
        observations.Current.Warning(reason, message);
        return Task.CompletedTask;
    }

    public Task WarnAsync(UnreadableObjectException problem, CancellationToken cancellationToken)
    {
        observations.Current.Warning(ConditionReasons.Unreadable, problem.Found.Reason);
        return Task.CompletedTask;
    }
}
