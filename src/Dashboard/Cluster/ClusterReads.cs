using System.Net;
using System.Text.Json;
using ApiBridge.Administration;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Dashboard.Cluster;

/// <summary>Requests to the API server, with the rights of whoever runs the command.</summary>
/// <param name="connection">The way there.</param>
internal sealed class ClusterReads(ClusterConnection connection) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpClient _client = new(connection.Handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly string _server = connection.Server.ToString().TrimEnd('/');

    /// <summary>Reads a document.</summary>
    /// <param name="pathAndQuery">Where it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Its UTF-8 text; null when it is not there.</returns>
    /// <exception cref="ClusterRefusalException">The API server said no.</exception>
    /// <exception cref="TimeoutException">It said nothing.</exception>
    public async Task<byte[]?> FindAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(Patience);
        try
        {
            using var answer = await _client.GetAsync(new Uri(_server + pathAndQuery), stop.Token);
            return await ClusterAnswer.ReadAsync(answer, pathAndQuery, stop.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"the API server did not answer GET {pathAndQuery} within {Patience.TotalSeconds:0} s", exception);
        }
    }

    /// <summary>Opens a watch.</summary>
    /// <param name="pathAndQuery">Where it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The answer, whose body goes on; null when the version to watch from is too old, or nothing is served there any more.</returns>
    /// <exception cref="ClusterRefusalException">The API server said no.</exception>
    public async Task<HttpResponseMessage?> WatchAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        var answer = await _client.GetAsync(new Uri(_server + pathAndQuery), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            return answer.StatusCode is HttpStatusCode.Gone or HttpStatusCode.NotFound
                ? null
                : throw ClusterRefusalException.Of(answer.StatusCode, pathAndQuery, await answer.Content.ReadAsByteArrayAsync(cancellationToken));
        }
    }

    /// <summary>What a failure of a request is called on the page.</summary>
    /// <param name="exception">The failure.</param>
    /// <returns>One line; null for one that nobody foresaw.</returns>
    public static string? Describe(Exception exception) => exception switch
    {
        TimeoutException => exception.Message,
        JsonException => $"the API server's answer can't be read: {exception.Message}",
        _ => Failure.Of(exception) is { } lines ? string.Join("; ", lines) : null,
    };

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
