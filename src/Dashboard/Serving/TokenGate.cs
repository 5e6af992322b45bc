using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ApiBridge.Dashboard.Serving;

/// <summary>
/// Lets in who has a token, and nobody else on the machine: it is exchanged for a cookie at the first request, so that it stays
/// neither in the address bar nor in a Referer.
/// </summary>
/// <param name="next">What answers who is let in.</param>
/// <param name="token">The token.</param>
internal sealed class TokenGate(RequestDelegate next, AccessToken token)
{
    /// <summary>The query parameter that holds the token.</summary>
    public const string Parameter = "token";

    public async Task InvokeAsync(HttpContext context)
    {
        // Cookies know no ports: another dashboard on this machine has its own.
        var cookie = string.Create(CultureInfo.InvariantCulture, $"apibridge-dashboard-{context.Connection.LocalPort}");
        if (context.Request.Query[Parameter] is [{ } given] && token.LetsIn(given))
        {
            context.Response.Cookies.Append(cookie, token.Cookie, new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
            context.Response.Redirect(context.Request.Path);
            return;
        }

        if (context.Request.Cookies[cookie] is { } shown && token.IsCookie(shown))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        await context.Response.WriteAsync("This dashboard is somebody's: open the URL that apibridge dashboard printed, with its token.", context.RequestAborted);
    }
}
