using ApiBridge.Benchmarking.Rigging;
using Microsoft.Playwright;

namespace ApiBridge.Dashboard.Bench.Rigging;

/// <summary>A Kubernetes API with many APIs, a dashboard of it, and a browser.</summary>
internal sealed class Rig : IAsyncDisposable
{
    /// <summary>How many APIs there are.</summary>
    public const int Apis = 10_000;

    private readonly EmulatedCluster _cluster;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Rig(EmulatedCluster cluster, IPlaywright playwright, IBrowser browser) => (_cluster, _playwright, _browser) = (cluster, playwright, browser);

    /// <summary>The browser's path; null where there is none.</summary>
    public static string? Browser => Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } path && File.Exists(path) ? path : null;

    /// <summary>Where the cluster is.</summary>
    public Uri Cluster => _cluster.Url;

    public static async Task<Rig> StartAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var cluster = await EmulatedCluster.StartAsync(Apis * 2, time, cancellationToken);
        for (var number = 0; number < Apis; number++)
        {
            cluster.WriteApi(CanvasObjects.ConvergedApi(number));
        }

        var playwright = await Playwright.CreateAsync();
        return new(cluster, playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Browser, Args = ["--no-sandbox"] }));
    }

    /// <summary>A new page.</summary>
    public Task<IPage> OpenAsync() => _browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 800 } });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _cluster.DisposeAsync();
    }
}
