using ApiBridge.Reconciliation.Kubernetes;

namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>A worker's sight of namespaces and Services.</summary>
internal sealed class FakeNamespaceStore(FakeNamespaces namespaces) : INamespaceStore
{
    public Task<Presence> FindNamespaceAsync(string ns, CancellationToken cancellationToken) => Task.FromResult(namespaces.Find(ns));

    public Task<Presence> FindServiceAsync(string ns, string service, CancellationToken cancellationToken) => Task.FromResult(namespaces.Find($"{ns}/{service}"));
}
