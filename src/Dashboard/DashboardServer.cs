using System.Net;
using ApiBridge.Dashboard.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Dashboard;

/// <summary>The dashboard on 127.0.0.1, for as long as it is not disposed of.</summary>
public sealed class DashboardServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DashboardServer(WebApplication app, Uri url, Uri urlForOnce) => (_app, Url, UrlForOnce) = (app, url, urlForOnce);

    /// <summary>Where a browser finds it, with the token that lets it in.</summary>
    public Uri Url { get; }

    /// <summary>The same for the first who opens it alone, for where others may read it.</summary>
    public Uri UrlForOnce { get; }

    /// <summary>Starts it. What it shows is asked for from here on, and comes as it comes.</summary>
    /// <param name="sources">What it looks at.</param>
    /// <param name="options">How it is served.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logging">Where it logs to; null for nowhere.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The server.</returns>
    /// <exception cref="IOException">The port can't be listened on.</exception>
    public static async Task<DashboardServer> StartAsync(
        DashboardSources sources, DashboardOptions options, TimeProvider time, Action<ILoggingBuilder>? logging, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var assets = new EmbeddedAssets();
        var token = new AccessToken();

        // Nothing of the folder it is run in, or of the environment, has a say in how it is served.
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = EmbeddedAssets.ApplicationName, EnvironmentName = Environments.Production });
        builder.Environment.WebRootFileProvider = assets;
        logging?.Invoke(builder.Logging);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });

        // A browser that still looks holds a connection open, and is not waited for.
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.Services.AddDashboard(sources, options, time);
        var app = builder.Build();
        app.UseMiddleware<SafeHeaders>();
        app.UseMiddleware<LoopbackGuard>();
        app.UseMiddleware<TokenGate>(token);
        app.UseStaticFiles();
        app.UseRouting();
        app.UseAntiforgery();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(mode =>
        {
            // The policy that every answer has says more.
            mode.ContentSecurityFrameAncestorsPolicy = null;
        });
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new(app, new($"{address}/?{TokenGate.Parameter}={token.Text}"), new($"{address}/?{TokenGate.Parameter}={token.Once}"));
    }

    /// <summary>Ends when it is told to stop, or when a part of it failed.</summary>
    /// <param name="cancellationToken">Tells it to.</param>
    public async Task WaitAsync(CancellationToken cancellationToken) => await _app.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
