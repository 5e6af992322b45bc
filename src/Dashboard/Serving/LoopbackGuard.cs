using Microsoft.AspNetCore.Http;

namespace ApiBridge.Dashboard.Serving;

/// <summary>
/// Refuses what another site has a browser send: a request under a name that is not the loopback's, as after a rebinding of a site's name to
/// 127.0.0.1, or one that another origin's page asks for.
/// </summary>
/// <param name="next">What answers the rest.</param>
internal sealed class LoopbackGuard(RequestDelegate next)
{
    // A browser leaves it out.
    private const int HttpPort = 80;
    private static readonly string[] Names = ["127.0.0.1", "localhost", "[::1]"];

    public async Task InvokeAsync(HttpContext context)
    {
        if (Problem(context.Request) is { } problem)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.WriteAsync(problem, context.RequestAborted);
            return;
        }

        await next(context);
    }

    private static string? Problem(HttpRequest request)
    {
        if (!Names.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase) || (request.Host.Port ?? HttpPort) != request.HttpContext.Connection.LocalPort)
        {
            return "The dashboard answers under 127.0.0.1 and localhost alone: open the URL that apibridge dashboard printed.";
        }

        // A browser sends an origin with all that a page may change something by, WebSockets included.
        var origin = request.Headers.Origin;
        return origin.Count > 0 && (origin.Count > 1 || !string.Equals(origin[0], $"http://{request.Host}", StringComparison.OrdinalIgnoreCase))
            ? "The dashboard answers its own pages alone, and another site's asked."
            : IsOtherSites(request) ? "The dashboard can't be shown in, or loaded by, another site's page." : null;
    }

    // A link on another site's page is nothing but the user's own way here, and without the token it leads nowhere.
    private static bool IsOtherSites(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
        && (request.Headers["Sec-Fetch-Mode"].ToString() is not "navigate" || request.Headers["Sec-Fetch-Dest"].ToString() is not "document" || request.Method != HttpMethods.Get);
}
