using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tracing;
using ApiBridge.Shared.Http;
using ApiBridge.Shared.Tracing;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>Whale Cloud's API gateway. There is no call that reads, so idempotence comes from our own record.</summary>
internal sealed class ApigGateway(
    HttpClient client, GatewayBreakers breakers, GatewayOutages outages, IOptions<GatewayClientOptions> options, TimeProvider time) : IApiGateway
{
    /// <summary>The name of the call that registers, in spans and metrics.</summary>
    public const string Create = "create";

    /// <summary>The name of the call that removes.</summary>
    public const string Remove = "remove";

    private const string CreatePath = "operator/AutoCreation/createAPIFromSwagger";
    private const string RemovePath = "operator/AutoCreation/removeAPIFromSwagger";

    private readonly GatewayClientOptions _options = options.Value;

    public Task<GatewayAnswer> CreateAsync(Uri endpoint, ApiRegistration registration, CancellationToken cancellationToken) =>
        CallAsync(Create, endpoint, CreatePath, registration, cancellationToken);

    public async Task RemoveAsync(Uri endpoint, ApiRegistration registration, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(Remove, endpoint, RemovePath, registration, cancellationToken);
        }
        catch (GatewayRefusedException exception) when (_options.MeansNotRegistered(exception.Code))
        {
            // It is not there, which is what was asked for.
        }
    }

    private async Task<GatewayAnswer> CallAsync(
        string operation, Uri endpoint, string path, ApiRegistration registration, CancellationToken cancellationToken)
    {
        var uri = new Uri(endpoint, path);
        using var span = WorkerSpans.StartGatewayCall(operation, HttpMethod.Post, uri);
        try
        {
            return await CallAsync(uri, registration, span, cancellationToken);
        }
        catch (GatewayRefusedException exception) when (operation == Remove && _options.MeansNotRegistered(exception.Code))
        {
            throw; // It is not there, which is what was asked for.
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }
    }

    private async Task<GatewayAnswer> CallAsync(Uri uri, ApiRegistration registration, Activity? span, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await SendAsync(uri, registration, span, cancellationToken);
            outages.Over(uri.Authority);
            return answer;
        }
        catch (GatewayRefusedException)
        {
            outages.Over(uri.Authority);
            throw;
        }
        catch (GatewayUnavailableException exception)
        {
            // What an open breaker holds back was told when it failed.
            if (exception is not CircuitOpenException)
            {
                outages.Failed(uri.Authority, exception.Message);
            }

            throw;
        }
    }

    private async Task<GatewayAnswer> SendAsync(Uri uri, ApiRegistration registration, Activity? span, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, uri)
        {
            Headers = { AcceptEncoding = { new("identity") } },
            Content = new ReadOnlyMemoryContent(registration.ToJson())
            {
                Headers = { ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json) },
            },
        };
        span.GoesWith(request);
        HttpResponseMessage? response = null;
        try
        {
            response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            span.IsAnswered((int)response.StatusCode);
            return Judge(uri, response, await ReadAsync(response.Content, cancellationToken), SentMark.IsUnansweredOn(request));
        }
        catch (BrokenCircuitException exception)
        {
            // An earlier attempt of this call may have been the one that opened the circuit.
            var cause = breakers.CauseOf(uri) is { } last ? $" ({last})" : string.Empty;
            var message = $"{uri.Authority} keeps failing{cause}, so it is not called for now";
            var retryAfter = exception.RetryAfter ?? _options.BreakDuration;
            throw SentMark.IsOn(request)
                ? new GatewayUnavailableException(message, retryAfter, exception, SentMark.IsUnansweredOn(request))
                : new CircuitOpenException(message, retryAfter, exception);
        }
        catch (Exception exception) when (exception is TimeoutRejectedException or HttpRequestException or IOException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw response is null
                ? new GatewayUnavailableException(
                    $"{uri.Authority} {GatewayFailure.Of(exception, _options)}",
                    innerException: exception,
                    isUnanswered: SentMark.IsUnansweredOn(request))
                : new GatewayUnavailableException(
                    $"{uri.Authority} {GatewayFailure.Of(response.StatusCode)}, but {GatewayFailure.OfTheBody(exception, _options)}",
                    RetryAfter.Of(response, time),
                    exception);
        }
        finally
        {
            SentMark.Tell(request, span);
            response?.Dispose();
        }
    }

    // The pipeline's timeout ends with the headers.
    private async Task<GatewayReply> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.AttemptTimeout, time);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        return await GatewayReply.ReadAsync(content, reading.Token);
    }

    private GatewayAnswer Judge(Uri uri, HttpResponseMessage response, GatewayReply reply, bool isUnanswered)
    {
        if (IsTransient(response.StatusCode))
        {
            var code = reply.Code.Length > 0 ? $", res_code {Excerpt.Of(reply.Code)}" : string.Empty;
            var failure = $"{GatewayFailure.Of(response.StatusCode)}{code}{(reply.Message.Length > 0 ? $": {reply.Message}" : string.Empty)}";
            if (response.StatusCode is not HttpStatusCode.Conflict)
            {
                breakers.Failed(uri, failure);
            }

            throw new GatewayUnavailableException($"{uri.Authority} {failure}", RetryAfter.Of(response, time), isUnanswered: isUnanswered);
        }

        if (reply.Code.Length == 0)
        {
            // A proxy's or a starting server's page, most likely: what was called is not what answered.
            throw new GatewayUnavailableException(
                $"{uri.Authority} {GatewayFailure.Of(response.StatusCode)} without a res_code: {reply.Shown}{GatewayFailure.Hint(response)}",
                isUnanswered: isUnanswered);
        }

        return response.IsSuccessStatusCode && _options.MeansSuccess(reply.Code)
            ? new(RecordedAnswer.Of(reply))
            : throw new GatewayRefusedException(
                reply.Code, reply.Message.Length > 0 ? reply.Message : reply.Shown, isUnanswered, response.StatusCode);
    }

    private static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict || (int)status >= 500;
}
