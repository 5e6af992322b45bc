using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>The Components of the cluster.</summary>
public interface IComponentStore
{
    /// <summary>Puts URL, developer UI and readiness into the entry that the Component keeps for the API; no write when they stand there.</summary>
    /// <param name="api">The API, which names its Component.</param>
    /// <param name="component">The Component.</param>
    /// <param name="exposure">What to say.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How it went.</returns>
    /// <exception cref="ConflictException">The Component changed under every try.</exception>
    Task<ComponentFeedback> TellAsync(
        ExposedApi api, ComponentReference component, ApiExposure exposure, CancellationToken cancellationToken);
}
