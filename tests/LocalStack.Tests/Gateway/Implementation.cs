using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ApiBridge.LocalStack.Tests.Gateway;

/// <summary>A server behind the gateway: it keeps what it was asked, and answers as a test says.</summary>
internal sealed class Implementation : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Method, string Target, IHeaderDictionary Headers)> _requests = new();

    private Implementation(WebApplication app) => _app = app;

    public Uri Url { get; private set; } = null!;

    /// <summary>What it was asked: method, target and headers as they came.</summary>
    public IReadOnlyCollection<(string Method, string Target, IHeaderDictionary Headers)> Requests => _requests;

    /// <summary>Starts one that answers with its name.</summary>
    public static Task<Implementation> StartAsync(string name) => StartAsync(context => context.Response.WriteAsync(name));

    public static async Task<Implementation> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var app = builder.Build();
        var implementation = new Implementation(app);
        app.UseWebSockets();
        app.Run(context =>
        {
            implementation._requests.Enqueue((
                context.Request.Method, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, new HeaderDictionary(context.Request.Headers.ToDictionary())));
            return answer(context);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        implementation.Url = new(app.Urls.Single());
        return implementation;
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero, TimeProvider.System);
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }
}
