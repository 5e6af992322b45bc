using System.Text.Json;
using ApiBridge.Shared.Kubernetes;
using k8s;
using k8s.Autorest;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>What the API server tells of itself, where the client library would ask for more than is wanted.</summary>
/// <param name="client">A client of the API server.</param>
/// <param name="time">The clock.</param>
internal sealed class ClusterDocuments(IKubernetes client, TimeProvider time) : IClusterDocuments
{
    /// <inheritdoc/>
    /// <exception cref="ClusterUnavailableException">The API server can't or won't tell.</exception>
    public Task<JsonDocument?> FindAsync(string path, CancellationToken cancellationToken) =>
        ClusterCall.FindAsync($"read {path}", () => GetAsync(path, cancellationToken), cancellationToken);

    private async Task<JsonDocument> GetAsync(string path, CancellationToken cancellationToken)
    {
        // The library keeps only its own calls to the client's limit.
        var library = (k8s.Kubernetes)client;
        using var limit = new CancellationTokenSource(library.HttpClientTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{client.BaseUri.OriginalString.TrimEnd('/')}{path}");
        using var response = await library.HttpClient.SendAsync(request, either.Token);
        var content = await response.Content.ReadAsStringAsync(either.Token);
        return response.IsSuccessStatusCode
            ? JsonDocument.Parse(content)
            : throw new HttpOperationException($"{(int)response.StatusCode}") { Response = new HttpResponseMessageWrapper(response, content) };
    }
}
