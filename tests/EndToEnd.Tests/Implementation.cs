using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ApiBridge.EndToEnd.Tests;

/// <summary>What an API's Service leads to: a server on loopback that answers all alike, and keeps which paths it was asked for.</summary>
internal sealed class Implementation : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Implementation(WebApplication app, int status)
    {
        _app = app;
        app.Run(context =>
        {
            Asked.Enqueue(context.Request.Path);
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(Answer(context.Request.Path), TestContext.Current.CancellationToken);
        });
    }

    public ConcurrentQueue<string> Asked { get; } = new();

    public Uri Url => new(_app.Urls.Single());

    public static async Task<Implementation> StartAsync(HttpStatusCode status = HttpStatusCode.OK)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var implementation = new Implementation(builder.Build(), (int)status);
        await implementation._app.StartAsync(TestContext.Current.CancellationToken);
        return implementation;
    }

    /// <summary>What it says, so that nobody else's answer is taken for its own.</summary>
    public static string Answer(string path) => $"the implementation was asked for {path}";

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
