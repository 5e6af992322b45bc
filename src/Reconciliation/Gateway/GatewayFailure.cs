using System.Globalization;
using System.Net;
using ApiBridge.Domain;
using ApiBridge.Shared.Http;
using Polly.Timeout;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>How a call to the gateway failed, in words that follow on its name.</summary>
internal static class GatewayFailure
{
    /// <summary>No answer came.</summary>
    /// <param name="exception">What came instead.</param>
    /// <param name="options">How long one was waited for.</param>
    public static string Of(Exception exception, GatewayClientOptions options) => exception switch
    {
        TimeoutRejectedException or OperationCanceledException => $"did not answer {Within(options)}",
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        } => $"could not be reached: {InnermostCause.Of(exception)}",
        _ => $"broke the connection off: {InnermostCause.Of(exception)}",
    };

    /// <summary>An answer came without its end.</summary>
    /// <param name="exception">What came instead.</param>
    /// <param name="options">How long it was waited for.</param>
    public static string OfTheBody(Exception exception, GatewayClientOptions options) => exception is OperationCanceledException
        ? $"not to its end {Within(options)}"
        : $"not to its end: {InnermostCause.Of(exception)}";

    /// <summary>An answer came that may be another one soon.</summary>
    /// <param name="status">Its HTTP code.</param>
    public static string Of(HttpStatusCode status) => $"answered HTTP {(int)status}";

    /// <summary>An answer came that is not the gateway's, or not one to us: where to look.</summary>
    /// <param name="response">The answer.</param>
    /// <returns>A clause that follows on the failure; empty where the code tells nothing.</returns>
    public static string Hint(HttpResponseMessage response) => response switch
    {
        { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.ProxyAuthenticationRequired } =>
            "; it does not let this worker in: see ApiBridge:Gateway:BearerTokenFile, Headers and ClientCertificateFile",
        { StatusCode: HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed } =>
            "; see whether ApiBridge:Gateway:Endpoint is the gateway's",
        { StatusCode: >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest, Headers.Location: { } location } =>
            $"; it redirects to {Target(location)}, which is not followed: see whether ApiBridge:Gateway:Endpoint is the gateway's",
        _ => string.Empty,
    };

    private static string Within(GatewayClientOptions options) =>
        string.Create(CultureInfo.InvariantCulture, $"within {options.AttemptTimeout.TotalSeconds:0.#} s");

    // Never the whole of it, which may hold somebody's secrets.
    private static string Target(Uri location) => location is { IsAbsoluteUri: true, Authority.Length: > 0 }
        ? Excerpt.Of(location.Authority)
        : "another of its paths";
}
