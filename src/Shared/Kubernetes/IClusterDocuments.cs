using System.Text.Json;

namespace ApiBridge.Shared.Kubernetes;

/// <summary>What an API server tells of itself. Each program has its own way to fail.</summary>
public interface IClusterDocuments
{
    /// <summary>Asks for a JSON document.</summary>
    /// <param name="path">Its path, which begins with a slash.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The document; null where the API server answers that there is none.</returns>
    Task<JsonDocument?> FindAsync(string path, CancellationToken cancellationToken);
}
