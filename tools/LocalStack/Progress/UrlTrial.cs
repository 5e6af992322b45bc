using System.Net;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Gateway;
using ApiBridge.LocalStack.Implementations;

namespace ApiBridge.LocalStack.Progress;

/// <summary>Calls the APIs through the gateway, as a user would do.</summary>
/// <param name="gateway">Where the gateway is.</param>
/// <param name="isSample">Whether the samples' implementation stands behind an API.</param>
/// <param name="time">The clock of the wait for an answer.</param>
internal sealed class UrlTrial(Uri gateway, Func<ApiProgress, bool> isSample, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Calls each API that the gateway holds.</summary>
    /// <param name="apis">The APIs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<UrlAnswer>> TryAsync(IEnumerable<ApiProgress> apis, CancellationToken cancellationToken) =>
        await Task.WhenAll(apis.Where(api => api.GatewayPath is not null).Select(api => TryAsync(api, cancellationToken)));

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<UrlAnswer> TryAsync(ApiProgress api, CancellationToken cancellationToken)
    {
        var path = isSample(api) ? SampleImplementation.Showing(api.GatewayPath!) : api.GatewayPath!;
        var url = new Uri(gateway.OriginalString.TrimEnd('/') + path);
        using var patience = new CancellationTokenSource(Patience, time);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            // A stream of events has no end to wait for.
            using var response = await _client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, waiting.Token);
            return new(api, url, (int)response.StatusCode, await ProblemAsync(response, isSample(api), waiting.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(api, url, Status: null, $"no answer within {Patience.TotalSeconds:0} s");
        }
        catch (HttpRequestException exception)
        {
            return new(api, url, Status: null, exception.Message.ReplaceLineEndings(" "));
        }
    }

    // An implementation may refuse the call as it likes: the gateway reached it.
    private static async Task<string?> ProblemAsync(HttpResponseMessage response, bool isSample, CancellationToken cancellationToken)
    {
        var isTheGateways = response.Content.Headers.ContentType?.MediaType == GatewayRouting.ProblemType;
        var isBad = isSample
            ? response.StatusCode is not HttpStatusCode.OK
            : response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
                || (response.StatusCode is HttpStatusCode.NotFound && isTheGateways);
        return !isBad ? null : isTheGateways ? await ReasonAsync(response, cancellationToken) : response.ReasonPhrase ?? string.Empty;
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), default, cancellationToken);
            return body.RootElement.Text("res_message");
        }
        catch (JsonException)
        {
            return "its body is no JSON";
        }
    }
}
