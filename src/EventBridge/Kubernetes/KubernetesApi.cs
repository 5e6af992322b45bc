using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Shared.Http;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Resilience;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Kubernetes;

/// <summary>
/// Requests to the API server as they go over the wire. The Kubernetes client library's typed calls are not used, for they give a watch
/// away only after its first line and swallow what the server says in it. Nor is its client as much as made: that alone keeps the models
/// of all kinds in memory, a third of a small process.
/// </summary>
internal sealed class KubernetesApi : IClusterDocuments, IDisposable
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);
    private readonly HttpClient _client;
    private readonly Uri _server;
    private readonly TimeProvider _time;
    private readonly OutageLog _outage;

    public KubernetesApi(IOptions<KubernetesOptions> options, TimeProvider time, ILogger<KubernetesApi>? logger = null)
    {
        var connection = ClusterConnection.Open(options.Value, time);

        // A watch lives for minutes; each request brings its own deadline.
        _client = new(connection.Handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new("apibridge-eventbridge", productVersion: null));
        _client.DefaultRequestHeaders.Accept.Add(new("application/json"));
        _server = connection.Server;
        _time = time;
        (Namespace, Proxy) = (connection.Namespace, connection.Proxy);
        _outage = new($"The API server at {_server} can't be reached", time, logger ?? NullLogger<KubernetesApi>.Instance);
        Cluster = options.Value.ClusterName is { Length: > 0 } name ? name : _server.Host;
    }

    /// <summary>The cluster's configured name, else the API server's host.</summary>
    public string Cluster { get; }

    /// <summary>The namespace of the pod or of the kubeconfig's context; null when there is none.</summary>
    public string? Namespace { get; }

    /// <summary>The API server's URL.</summary>
    public Uri Server => _server;

    /// <summary>The proxy that the API server is reached over; null when it is reached directly.</summary>
    public Uri? Proxy { get; }

    /// <summary>Asks for a JSON document.</summary>
    /// <exception cref="KubernetesApiException">The server refused, or could not be reached.</exception>
    public async Task<JsonDocument> GetAsync(string pathAndQuery, string? rule, CancellationToken cancellationToken) =>
        await SendJsonAsync(HttpMethod.Get, pathAndQuery, ReadOnlyMemory<byte>.Empty, rule, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="KubernetesApiException">The server refused, or could not be reached.</exception>
    public async Task<JsonDocument?> FindAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(path, rule: null, cancellationToken);
        }
        catch (KubernetesApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Sends JSON, when there is any, and reads the JSON of the answer.</summary>
    /// <exception cref="KubernetesApiException">The server refused, or could not be reached.</exception>
    public async Task<JsonDocument> SendJsonAsync(
        HttpMethod method, string pathAndQuery, ReadOnlyMemory<byte> body, string? rule, CancellationToken cancellationToken)
    {
        var answer = await ReadAsync(method, pathAndQuery, body, rule, cancellationToken);
        try
        {
            return ObjectJson.Parse(answer);
        }
        catch (JsonException exception)
        {
            throw new KubernetesApiException($"The answer to {method} {pathAndQuery} can't be read: {Excerpt.Of(exception.Message)}", null, null, exception);
        }
    }

    /// <summary>Asks for a document, whatever it holds.</summary>
    /// <exception cref="KubernetesApiException">The server refused, or could not be reached.</exception>
    public Task<ReadOnlyMemory<byte>> ReadAsync(string pathAndQuery, string? rule, CancellationToken cancellationToken) =>
        ReadAsync(HttpMethod.Get, pathAndQuery, ReadOnlyMemory<byte>.Empty, rule, cancellationToken);

    private async Task<ReadOnlyMemory<byte>> ReadAsync(
        HttpMethod method, string pathAndQuery, ReadOnlyMemory<byte> body, string? rule, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(RequestTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var response = await SendAsync(method, pathAndQuery, body, rule, either.Token);
            var answer = await response.Content.ReadAsByteArrayAsync(either.Token);
            _outage.Over();
            return answer;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw NotAnswered(method, pathAndQuery, exception);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            var message = $"The answer to {method} {pathAndQuery} broke off: {InnermostCause.Of(exception)}";
            _outage.Failed(message);
            throw new KubernetesApiException(message, null, null, exception);
        }
    }

    /// <summary>Opens an answer that streams, such as a watch; it is returned as soon as its headers are here.</summary>
    /// <exception cref="KubernetesApiException">The server refused, could not be reached, or sent no headers in time.</exception>
    public async Task<HttpResponseMessage> OpenAsync(string pathAndQuery, string? rule, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(RequestTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var response = await SendAsync(HttpMethod.Get, pathAndQuery, ReadOnlyMemory<byte>.Empty, rule, either.Token);
            _outage.Over();
            return response;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw NotAnswered(HttpMethod.Get, pathAndQuery, exception);
        }
    }

    public void Dispose() => _client.Dispose();

    private KubernetesApiException NotAnswered(HttpMethod method, string pathAndQuery, OperationCanceledException exception)
    {
        var message = $"{method} {pathAndQuery} was not answered within {RequestTimeout}.";
        _outage.Failed(message);
        return new(message, null, null, exception);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string pathAndQuery, ReadOnlyMemory<byte> body, string? rule, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(_server.ToString().TrimEnd('/') + pathAndQuery))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        if (!body.IsEmpty)
        {
            request.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        HttpResponseMessage response;
        try
        {
            response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            var cause = InnermostCause.Of(exception);
            _outage.Failed(cause);
            throw new KubernetesApiException($"The API server at {_server} can't be reached: {cause}", null, null, exception);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        // It is there, whatever it says.
        _outage.Over();
        using (response)
        {
            throw await StatusReader.ReadAsync(response, $"{method} {pathAndQuery}", rule, _time, cancellationToken);
        }
    }
}
