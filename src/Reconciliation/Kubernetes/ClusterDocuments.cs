using System.Text.Json;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>What the API server tells of itself, where the client library would ask for more than is wanted.</summary>
/// <param name="requests">The API server.</param>
internal sealed class ClusterDocuments(ClusterRequests requests) : IClusterDocuments
{
    /// <inheritdoc/>
    /// <exception cref="ClusterUnavailableException">The API server can't or won't tell.</exception>
    public Task<JsonDocument?> FindAsync(string path, CancellationToken cancellationToken) =>
        ClusterCall.FindAsync($"read {path}", () => GetAsync(path, cancellationToken), cancellationToken);

    private async Task<JsonDocument> GetAsync(string path, CancellationToken cancellationToken) =>
        ObjectJson.Parse(await requests.SendAsync(HttpMethod.Get, path, content: null, cancellationToken));
}
