namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>What becomes of namespaces, and of the Services in them. No call throws for what the API server can't or won't tell.</summary>
public interface INamespaceStore
{
    /// <summary>Whether a namespace is there.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What the API server says now.</returns>
    Task<Presence> FindNamespaceAsync(string ns, CancellationToken cancellationToken);

    /// <summary>Whether a Service is there.</summary>
    /// <param name="ns">Its namespace.</param>
    /// <param name="service">Its name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What the API server says now.</returns>
    Task<Presence> FindServiceAsync(string ns, string service, CancellationToken cancellationToken);
}
