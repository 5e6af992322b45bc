using System.Diagnostics;
using ApiBridge.LocalStack.Gateway;

namespace ApiBridge.FunctionsHost.Tests;

/// <summary>Workers that end although nobody asked them to.</summary>
public sealed class WorkerRestartTests(AzuriteFixture azurite) : FunctionsHostTest(azurite)
{
    [Fact]
    public async Task AWorkerThatIsKilledIsReplacedAndWhatItHadInHandsComesBack()
    {
        var host = Start();
        var first = await host.WorkerAsync();
        await AnnounceAndHoldAsync("orders", GatewayFaultMode.Hang);

        Kill(first);

        await host.SaysAsync("Executed 'Functions.ReconcileExposedApi' (Failed");
        await host.SaysAsync($"Worker process {first} ended by itself with code 137; its invocations have failed. The next one starts in 00:00:01.");
        Assert.NotEqual(first, await host.WorkerAsync(number: 2));
        await IsRegisteredAsync("orders");
        await HoldsAsync(EventsQueue, 0);

        await AnnounceAsync("returns");
        await IsRegisteredAsync("returns");
        Assert.Empty(host.Lines("The queue listeners failed"));
        Assert.Single(host.Lines("Executed 'Functions.ReconcileExposedApi' (Failed"));
        using var client = await ClientAsync(host);
        using var status = await client.GetAsync(new Uri("api/status", UriKind.Relative), Token);
        Assert.True(status.IsSuccessStatusCode);
    }

    [Fact]
    public async Task AWorkerThatLivesOnAndNoLongerSpeaksIsReplaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the worker is started by a shell script");
        using var app = new ProxiedApp();
        var host = StartApp(app.Folder, []);
        await using var network = await app.ConnectAsync();
        await host.WorkerAsync();
        await AnnounceAndHoldAsync("orders", GatewayFaultMode.Hang);

        network.Cut();
        network.Restore();

        await host.SaysAsync("Executed 'Functions.ReconcileExposedApi' (Failed");
        await host.WorkerAsync(number: 2);
        await IsRegisteredAsync("orders");
        await HoldsAsync(EventsQueue, 0);
    }

    private static void Kill(int processId)
    {
        using var process = Process.GetProcessById(processId);
        process.Kill();
    }
}
