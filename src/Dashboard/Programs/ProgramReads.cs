using System.Text;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Shared.Http;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Dashboard.Programs;

/// <summary>Asks a bridge and a worker, where the command was told where they are.</summary>
/// <param name="options">Where.</param>
/// <param name="clients">Makes clients.</param>
public sealed class ProgramReads(DashboardOptions options, IHttpClientFactory clients)
{
    private const int MostBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    /// <summary>What the bridge's <c>/readyz</c> says, whatever its code.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The report, or why there is none.</returns>
    public Task<ProgramAnswer> BridgeAsync(CancellationToken cancellationToken) => JsonAsync(options.Bridge, "readyz", cancellationToken);

    /// <summary>How often the bridge took each decision, from its <c>/metrics</c>.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The decisions and their numbers; none where they can't be had.</returns>
    public async Task<IReadOnlyList<(string Label, string Value)>> DecisionsAsync(CancellationToken cancellationToken)
    {
        var (text, _) = await GetAsync(options.Bridge, "metrics", cancellationToken);
        return text is null ? [] : PrometheusText.Samples(Encoding.UTF8.GetString(text), "apibridge_decisions", "decision");
    }

    /// <summary>What the worker's <c>/api/status</c> says.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The report, or why there is none.</returns>
    public Task<ProgramAnswer> WorkerAsync(CancellationToken cancellationToken) => JsonAsync(options.Worker, string.Empty, cancellationToken);

    private async Task<ProgramAnswer> JsonAsync(Uri? at, string path, CancellationToken cancellationToken)
    {
        var (text, problem) = await GetAsync(at, path, cancellationToken);
        try
        {
            using var document = text is null ? null : ObjectJson.Parse(text);
            return document?.RootElement is { ValueKind: JsonValueKind.Object } root ? new(root.Clone(), null) : new(default, problem ?? "it answered with no JSON object");
        }
        catch (JsonException exception)
        {
            return new(default, $"its answer can't be read: {Excerpt.Of(exception.Message)}");
        }
    }

    private async Task<(byte[]? Text, string? Problem)> GetAsync(Uri? at, string path, CancellationToken cancellationToken)
    {
        if (at is null)
        {
            return (null, null);
        }

        using var client = clients.CreateClient(nameof(ProgramReads));
        (client.Timeout, client.MaxResponseContentBufferSize) = (Patience, MostBytes);
        using var request = new HttpRequestMessage(HttpMethod.Get, path.Length > 0 ? new Uri(new(at.AbsoluteUri.TrimEnd('/') + "/"), path) : at);
        if (options.WorkerKey.Length > 0 && at == options.Worker)
        {
            request.Headers.TryAddWithoutValidation("x-functions-key", options.WorkerKey);
        }

        try
        {
            using var answer = await client.SendAsync(request, cancellationToken);
            var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            return answer.IsSuccessStatusCode || path == "readyz" ? (body, null) : (null, $"it answered {(int)answer.StatusCode}: {Excerpt.Of(Encoding.UTF8.GetString(body))}");
        }
        catch (HttpRequestException exception)
        {
            return (null, $"it can't be reached: {InnermostCause.Of(exception)}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"it did not answer within {Patience.TotalSeconds:0} s");
        }
    }
}
