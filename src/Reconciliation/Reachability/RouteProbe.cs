using System.Globalization;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tracing;
using ApiBridge.Shared.Http;
using ApiBridge.Shared.Tracing;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Reachability;

/// <summary>
/// Tells whether a gateway routes a URL, by what it answers to that and to a path that nobody registered. It shows no credentials, follows no
/// redirect and takes at most 4 KiB of a body.
/// </summary>
internal sealed class RouteProbe(HttpClient client, IOptions<ProbeOptions> options, TimeProvider time)
{
    private readonly KnownAnswers _known = new(time);

    /// <summary>Tries a URL.</summary>
    /// <param name="route">The URL, and where it is asked for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// Routed, unless there is no answer, a 502, 503 or 504, or the one that a path gets that nobody registered. Where that path is not served
    /// either, the try says nothing of the registration.
    /// </returns>
    public async Task<RouteVerdict> TryAsync(Route route, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(route, cancellationToken);
        if (answer.IsServed && _known.Of(route.Gateway) is { } known && known != answer)
        {
            return Routed(route, answer);
        }

        var nobodys = await AskAsync(route.ToNobody(), cancellationToken);
        if (nobodys.IsServed)
        {
            _known.Set(route.Gateway, nobodys);
        }

        if (answer.IsServed)
        {
            return answer == nobodys
                ? new(ConditionReasons.NotRouted, $"{Said(route, answer)}, as a path that nobody registered does: the gateway does not route it", IsLost: true)
                : Routed(route, answer);
        }

        return new(
            answer.IsMissing ? ConditionReasons.NoAnswer : ConditionReasons.GatewayError,
            nobodys.IsServed
                ? $"{Said(route, answer)}, while a path that nobody registered {nobodys}"
                : $"{Said(route, answer)}, and a path that nobody registered {(nobodys == answer ? "no better" : nobodys)}: the gateway as a whole does not serve",
            IsLost: nobodys.IsServed);
    }

    private RouteVerdict Routed(Route route, RouteAnswer answer) => new(ConditionReasons.Routed, Said(route, answer), IsRouted: true);

    private string Said(Route route, RouteAnswer answer) =>
        $"{options.Value.Verb} {route.Url.AbsoluteUri}{(route.At is { } at ? $" (at {at.Authority})" : string.Empty)} {answer}";

    private async Task<RouteAnswer> AskAsync(Route route, CancellationToken cancellationToken)
    {
        var timeout = options.Value.Timeout;
        using var limit = new TimeLimit(timeout, time, cancellationToken);
        using var request = new HttpRequestMessage(options.Value.Verb, route.Target);
        request.Headers.Host = route.At is null ? null : HostOf(route.Url);
        foreach (var (name, value) in options.Value.Headers)
        {
            request.Headers.Add(name, value);
        }

        // An answer of whatever kind is what is asked for: it is no failure of the call.
        using var span = WorkerSpans.StartGatewayCall("probe", options.Value.Verb, route.Target);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            span.IsAnswered((int)response.StatusCode);
            return RouteAnswer.Of(response);
        }
        catch (OperationCanceledException exception) when (limit.IsReached)
        {
            span.Fail(exception);
            return RouteAnswer.None(string.Create(CultureInfo.InvariantCulture, $"was not answered within {timeout.TotalSeconds} s"));
        }
        catch (HttpRequestException exception)
        {
            span.Fail(exception);
            return RouteAnswer.None($"was not answered ({InnermostCause.Of(exception)})");
        }
    }

    // As a client of the public URL sends it; over TLS it is also whose certificate is asked for.
    private static string HostOf(Uri url) => url.IsDefaultPort
        ? url.HostNameType is UriHostNameType.IPv6 ? url.Host : url.IdnHost
        : string.Create(CultureInfo.InvariantCulture, $"{(url.HostNameType is UriHostNameType.IPv6 ? url.Host : url.IdnHost)}:{url.Port}");
}
