using System.Collections.Concurrent;
using System.Net;
using ApiBridge.Shared.Kubernetes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ApiBridge.Shared.Tests.Kubernetes;

/// <summary>How long a connection to the API server is used: only a new one asks where the server's name leads by then.</summary>
public sealed class ClusterTransportTests
{
    private static readonly Uri Watch = new("/watch", UriKind.Relative);
    private static readonly Uri Other = new("/other", UriKind.Relative);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ConnectionsAreRenewedAndAWatchGoesOnWhereItBegan()
    {
        ConcurrentQueue<string> connections = new();
        using var authority = new Authority();
        var more = new TaskCompletionSource();
        await using var server = await StartAsync(authority, async context =>
        {
            if (context.Request.Path == "/watch")
            {
                await context.Response.WriteAsync("first\n", Token);
                await more.Task.WaitAsync(Token);
                await context.Response.WriteAsync("second\n", Token);
                return;
            }

            connections.Enqueue(context.Connection.Id);
        });
        var target = new ClusterTarget { Server = new(server.Urls.Single()), Proxy = new WebProxy(), Trust = new() { SkipVerify = true } };
        var transport = ClusterTransport.Create(target, certificate: null);
        Assert.InRange(transport.PooledConnectionLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
        transport.PooledConnectionLifetime = TimeSpan.FromSeconds(1);
        using var client = new HttpClient(transport)
        {
            BaseAddress = target.Server,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var watch = new StreamReader(await client.GetStreamAsync(Watch, Token));
        Assert.Equal("first", await watch.ReadLineAsync(Token));

        await Deadline.UntilAsync(
            async () =>
            {
                (await client.GetAsync(Other, Token)).Dispose();
                return connections.Distinct(StringComparer.Ordinal).Count();
            },
            count => count > 1, "a second connection was made");
        more.SetResult();

        Assert.Equal("second", await watch.ReadLineAsync(Token));
    }

    private static async Task<WebApplication> StartAsync(Authority authority, RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
            listen.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = authority.Issue("127.0.0.1") })));
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(Token);
        return app;
    }
}
