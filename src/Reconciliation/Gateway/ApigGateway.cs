using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Shared.Http;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>Whale Cloud's API gateway. There is no call that reads, so idempotence comes from our own record.</summary>
internal sealed class ApigGateway(HttpClient client, IOptions<GatewayClientOptions> options, TimeProvider time) : IApiGateway
{
    private const string CreatePath = "operator/AutoCreation/createAPIFromSwagger";
    private const string RemovePath = "operator/AutoCreation/removeAPIFromSwagger";

    // An answer is recorded in the object's status: what is larger is no answer of this gateway.
    private const int MaxAnswerBytes = 64 * 1024;
    private const int QuotedCharacters = 200;

    // A reason ends in a condition and in a Kubernetes Event, which takes 1024.
    private const int ReasonCharacters = 1000;

    private readonly GatewayClientOptions _options = options.Value;

    public Task<GatewayAnswer> CreateAsync(Uri endpoint, ApiRegistration registration, CancellationToken cancellationToken) =>
        CallAsync(endpoint, CreatePath, registration, cancellationToken);

    public async Task RemoveAsync(Uri endpoint, ApiRegistration registration, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(endpoint, RemovePath, registration, cancellationToken);
        }
        catch (GatewayRefusedException exception) when (_options.MeansNotRegistered(exception.Code))
        {
            // It is not there, which is what was asked for.
        }
    }

    private async Task<GatewayAnswer> CallAsync(
        Uri endpoint, string path, ApiRegistration registration, CancellationToken cancellationToken)
    {
        var uri = new Uri(endpoint, path);
        using var request = new HttpRequestMessage(HttpMethod.Post, uri)
        {
            Content = new ReadOnlyMemoryContent(registration.ToJson())
            {
                Headers = { ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json) },
            },
        };
        var isReading = false;
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            isReading = true;
            return Judge(uri, response, await ReadAsync(response.Content, cancellationToken), SentMark.IsUnansweredOn(request));
        }
        catch (BrokenCircuitException exception)
        {
            // An earlier attempt of this call may have been the one that opened the circuit.
            var (message, retryAfter) = ($"{uri.Authority} keeps failing, so it is not called for now", exception.RetryAfter ?? _options.BreakDuration);
            throw SentMark.IsOn(request)
                ? new GatewayUnavailableException(message, retryAfter, exception, SentMark.IsUnansweredOn(request))
                : new CircuitOpenException(message, retryAfter, exception);
        }
        catch (Exception exception) when (exception is TimeoutRejectedException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new GatewayUnavailableException(
                string.Create(CultureInfo.InvariantCulture, $"{uri.Authority} did not answer within {_options.AttemptTimeout.TotalSeconds:0.#} s"),
                innerException: exception,
                isUnanswered: isReading || SentMark.IsUnansweredOn(request));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new GatewayUnavailableException(
                $"{uri.Authority} could not be reached: {exception.Message}", innerException: exception, isUnanswered: isReading || SentMark.IsUnansweredOn(request));
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

    private GatewayAnswer Judge(Uri uri, HttpResponseMessage response, string body, bool isUnanswered)
    {
        var answer = TryParse(body);
        var (code, message) = (Text(answer, "res_code"), Shortened(Text(answer, "res_message"), ReasonCharacters));
        if (IsTransient(response.StatusCode))
        {
            throw new GatewayUnavailableException(
                $"{uri.Authority} answered HTTP {(int)response.StatusCode}{(message.Length > 0 ? $": {message}" : string.Empty)}",
                RetryAfter.Of(response, time),
                isUnanswered: isUnanswered);
        }

        if (code.Length == 0)
        {
            // A proxy's or a starting server's page, most likely: what was called is not what answered.
            throw new GatewayUnavailableException(
                $"{uri.Authority} answered HTTP {(int)response.StatusCode} without a res_code: {Quote(body)}", isUnanswered: isUnanswered);
        }

        return response.IsSuccessStatusCode && code == _options.SuccessCode
            ? new(answer!.Value)
            : throw new GatewayRefusedException(code, message.Length > 0 ? message : Quote(body), isUnanswered);
    }

    private static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict || (int)status >= 500;

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
            ? value.ValueKind switch { JsonValueKind.String => value.GetString()!, JsonValueKind.Number => value.GetRawText(), _ => string.Empty }
            : string.Empty;

    private static string Quote(string body) =>
        body.Length == 0 ? "an empty body" : $"'{Shortened(body, QuotedCharacters)}'";

    private static string Shortened(string text, int length) => text.Length > length ? string.Concat(text.AsSpan(0, length), "…") : text;
}
