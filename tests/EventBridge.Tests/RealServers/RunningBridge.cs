using ApiBridge.EventBridge.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace ApiBridge.EventBridge.Tests.RealServers;

/// <summary>The whole bridge, from its start to an orderly stop, which gives the Lease back.</summary>
internal sealed class RunningBridge : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningBridge(WebApplication app) => _app = app;

    /// <summary>Where its probes are.</summary>
    public Uri Url => new(_app.Urls.First());

    public static async Task<RunningBridge> StartAsync(Dictionary<string, string?> settings)
    {
        settings["urls"] = "http://127.0.0.1:0";
        var app = EventBridgeHost.Build([], configuration => configuration.AddInMemoryCollection(settings));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
