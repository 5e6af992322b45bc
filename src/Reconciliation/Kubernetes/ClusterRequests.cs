using System.Net;
using System.Text;
using k8s;
using k8s.Autorest;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>Requests to the API server and their answers, as they go over the wire.</summary>
/// <param name="client">A client of the API server.</param>
/// <param name="time">The clock.</param>
internal sealed class ClusterRequests(IKubernetes client, TimeProvider time)
{
    /// <summary>Sends a request.</summary>
    /// <param name="method">What to do.</param>
    /// <param name="pathAndQuery">To what; it begins with a slash.</param>
    /// <param name="content">The body; null for none.</param>
    /// <param name="cancellationToken">Gives up. The client's own limit of time holds besides.</param>
    /// <returns>The answer's body.</returns>
    /// <exception cref="HttpOperationException">The API server answered with an error.</exception>
    public async Task<ReadOnlyMemory<byte>> SendAsync(
        HttpMethod method, string pathAndQuery, HttpContent? content, CancellationToken cancellationToken)
    {
        // The library keeps only its own calls to the client's limit.
        var library = (k8s.Kubernetes)client;
        using var limit = new CancellationTokenSource(library.HttpClientTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = new HttpRequestMessage(method, new Uri($"{client.BaseUri.OriginalString.TrimEnd('/')}{pathAndQuery}"))
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        using var response = await library.HttpClient.SendAsync(request, either.Token);
        if (response.IsSuccessStatusCode)
        {
            return await response.Content.ReadAsByteArrayAsync(either.Token);
        }

        // Read as what it is said to be, a text of an unknown character set would be an error of its own.
        var said = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(either.Token));
        throw new HttpOperationException($"{(int)response.StatusCode}") { Response = new HttpResponseMessageWrapper(response, said) };
    }
}
