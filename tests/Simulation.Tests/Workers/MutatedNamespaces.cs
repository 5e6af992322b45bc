using ApiBridge.Reconciliation.Kubernetes;

namespace ApiBridge.Simulation.Tests.Workers;

/// <summary>Namespaces that seem to be deleted as soon as anybody asks: a Service alone that is gone then releases.</summary>
internal sealed class MutatedNamespaces(INamespaceStore namespaces) : INamespaceStore
{
    public Task<Presence> FindNamespaceAsync(string ns, CancellationToken cancellationToken) => Task.FromResult(Presence.Terminating);

    public Task<Presence> FindServiceAsync(string ns, string service, CancellationToken cancellationToken) => namespaces.FindServiceAsync(ns, service, cancellationToken);
}
