using ApiBridge.Dashboard.Serving;
using Microsoft.AspNetCore.Http;

namespace ApiBridge.Dashboard.Tests;

/// <summary>Who is let in, without a browser.</summary>
public sealed class ServingTests
{
    [Fact]
    public async Task TheTokenThatTheBrowserIsStartedWithLetsInOnceAndThePrintedOneAlways()
    {
        var token = new AccessToken();

        Assert.Equal(StatusCodes.Status302Found, await AskAsync(token, token.Once));
        Assert.Equal(StatusCodes.Status401Unauthorized, await AskAsync(token, token.Once));
        Assert.Equal(StatusCodes.Status302Found, await AskAsync(token, token.Text));
        Assert.Equal(StatusCodes.Status302Found, await AskAsync(token, token.Text));
        Assert.Equal(StatusCodes.Status401Unauthorized, await AskAsync(token, token.Cookie));
    }

    [Theory]
    [InlineData(80, "127.0.0.1", "http://127.0.0.1", StatusCodes.Status200OK)]
    [InlineData(80, "localhost:80", null, StatusCodes.Status200OK)]
    [InlineData(80, "127.0.0.1:8080", null, StatusCodes.Status403Forbidden)]
    [InlineData(8080, "127.0.0.1", null, StatusCodes.Status403Forbidden)]
    public async Task TheDefaultPortMayBeLeftOut(int port, string host, string? origin, int code)
    {
        var context = new DefaultHttpContext();
        (context.Connection.LocalPort, context.Request.Headers.Host) = (port, host);
        if (origin is not null)
        {
            context.Request.Headers.Origin = origin;
        }

        await new LoopbackGuard(_ => Task.CompletedTask).InvokeAsync(context);

        Assert.Equal(code, context.Response.StatusCode);
    }

    private static async Task<int> AskAsync(AccessToken token, string given)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = "/";
        context.Request.QueryString = QueryString.Create(TokenGate.Parameter, given);
        await new TokenGate(_ => Task.CompletedTask, token).InvokeAsync(context);
        return context.Response.StatusCode;
    }
}
