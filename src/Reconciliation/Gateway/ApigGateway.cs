using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using ApiBridge.Domain;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>Whale Cloud's API gateway. There is no call that reads, so idempotence comes from our own record.</summary>
internal sealed class ApigGateway(HttpClient client, IOptions<GatewayOptions> options, TimeProvider time) : IApiGateway
{
    private const string CreatePath = "operator/AutoCreation/createAPIFromSwagger";
    private const string RemovePath = "operator/AutoCreation/removeAPIFromSwagger";

    // An answer is recorded in the object's status: what is larger is no answer of this gateway.
    private const int MaxAnswerBytes = 64 * 1024;
    private const int QuotedCharacters = 200;

    // A reason ends in a condition and in a Kubernetes Event, which takes 1024.
    private const int ReasonCharacters = 1000;

    private readonly GatewayOptions _options = options.Value;

    public Task<GatewayAnswer> CreateAsync(string ns, ApiRegistration registration, CancellationToken cancellationToken) =>
        CallAsync(ns, CreatePath, registration, cancellationToken);

    public async Task RemoveAsync(string ns, ApiRegistration registration, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(ns, RemovePath, registration, cancellationToken);
        }
        catch (GatewayRefusedException exception) when (_options.MeansNotRegistered(exception.Code))
        {
            // It is not there, which is what was asked for.
        }
    }

    private async Task<GatewayAnswer> CallAsync(
        string ns, string path, ApiRegistration registration, CancellationToken cancellationToken)
    {
        var uri = new Uri(_options.EndpointOf(ns), path);
        using var request = new HttpRequestMessage(HttpMethod.Post, uri)
        {
            Content = new ReadOnlyMemoryContent(registration.ToJson())
            {
                Headers = { ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json) },
            },
        };
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return Judge(uri, response, await ReadAsync(response.Content, cancellationToken), isRepeated: SentMark.IsRepeatedOn(request));
        }
        catch (BrokenCircuitException exception)
        {
            // An earlier attempt of this call may have been the one that opened the circuit.
            var (message, retryAfter) = ($"{uri.Authority} keeps failing, so it is not called for now", exception.RetryAfter ?? _options.BreakDuration);
            throw SentMark.IsOn(request)
                ? new GatewayUnavailableException(message, retryAfter, exception)
                : new CircuitOpenException(message, retryAfter, exception);
        }
        catch (Exception exception) when (exception is TimeoutRejectedException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new GatewayUnavailableException(
                string.Create(CultureInfo.InvariantCulture, $"{uri.Authority} did not answer within {_options.AttemptTimeout.TotalSeconds:0.#} s"),
                innerException: exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new GatewayUnavailableException(
                $"{uri.Authority} could not be reached: {exception.Message}", innerException: exception, wasSent: SentMark.IsOn(request));
        }
    }

    // The pipeline's timeout ends with the headers. The bytes are taken for UTF-8 whatever character set is named: what matters is ASCII.
    private async Task<string> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.AttemptTimeout, time);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        await content.LoadIntoBufferAsync(MaxAnswerBytes, reading.Token);
        return Encoding.UTF8.GetString(await content.ReadAsByteArrayAsync(reading.Token));
    }

    private GatewayAnswer Judge(Uri uri, HttpResponseMessage response, string body, bool isRepeated)
    {
        var answer = TryParse(body);
        var (code, message) = (Text(answer, "res_code"), Shortened(Text(answer, "res_message"), ReasonCharacters));
        if (IsTransient(response.StatusCode))
        {
            throw new GatewayUnavailableException(
                $"{uri.Authority} answered HTTP {(int)response.StatusCode}{(message.Length > 0 ? $": {message}" : string.Empty)}",
                RetryAfter(response));
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new GatewayRefusedException(
                code.Length > 0 ? code : $"HTTP {(int)response.StatusCode}", message.Length > 0 ? message : Quote(body), isRepeated);
        }

        if (answer is not { ValueKind: JsonValueKind.Object } json)
        {
            // A proxy's or a starting server's page, most likely: what was called is not what answered.
            throw new GatewayUnavailableException($"{uri.Authority} answered HTTP 200 with something else than its JSON: {Quote(body)}");
        }

        return code == _options.SuccessCode
            ? new(json)
            : throw new GatewayRefusedException(code.Length > 0 ? code : "no res_code", message.Length > 0 ? message : Quote(body), isRepeated);
    }

    private static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict || (int)status >= 500;

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    private static JsonElement? TryParse(string body)
    {
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonElement? answer, string name) =>
        answer is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var value)
            ? value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText()
            : string.Empty;

    private static string Quote(string body) =>
        body.Length == 0 ? "an empty body" : $"'{Shortened(body, QuotedCharacters)}'";

    private static string Shortened(string text, int length) => text.Length > length ? string.Concat(text.AsSpan(0, length), "…") : text;
}
