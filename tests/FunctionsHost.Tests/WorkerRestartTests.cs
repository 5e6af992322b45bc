using System.Diagnostics;
using System.Globalization;
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

    [Fact]
    public async Task AWorkerThatEndsTheThirdTimeEndsTheHostAndItsMessageIsKept()
    {
        var host = Start();
        Kill(await host.WorkerAsync());
        Kill(await host.WorkerAsync(number: 2));
        var last = await host.WorkerAsync(number: 3);
        await AnnounceAndHoldAsync("orders", GatewayFaultMode.Hang);

        Kill(last);

        Assert.Equal(1, await host.ExitAsync());
        Assert.Single(host.Lines("its invocations have failed. The next one starts in 00:00:02."));
        Assert.Single(host.Lines($"Worker process {last} ended by itself with code 137; its invocations have failed. No further one is started."));
        Assert.Single(host.Lines("functionshost: The worker process failed 3 times, each within 30 min of the one before; see above. Mend the app, then start again."));
        Assert.Empty(host.Lines("Unhandled exception"));
        Assert.Equal(1, await CountAsync(EventsQueue));
    }

    [Fact]
    public async Task AWorkerThatHangsIsReplacedWhenAFunctionHasHadItsTimeAndTheMessageComesBack()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the signal is SIGSTOP");
        var host = Start(("AzureFunctionsJobHost__functionTimeout", "00:00:05"));
        var first = await host.WorkerAsync();
        await AnnounceAndHoldAsync("orders", GatewayFaultMode.Hang);

        using (var kill = Process.Start("kill", ["-STOP", first.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(Token);
        }

        await host.SaysAsync($"Worker process {first} was ended, for a function ran for too long; its invocations have failed. The next one starts in 00:00:01.");
        await host.WorkerAsync(number: 2);
        await IsRegisteredAsync("orders");
        await HoldsAsync(EventsQueue, 0);
        Assert.Single(host.Lines("Executed 'Functions.ReconcileExposedApi' (Failed"));
        Assert.Empty(host.Lines("The queue listeners failed"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AHostThatIsKilledTakesItsWorkerWithItWhateverThatDoes(bool works)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "processes are looked up in /proc");
        var host = Start();
        if (works)
        {
            await AnnounceAndHoldAsync("orders", GatewayFaultMode.Hang);
        }

        var worker = int.Parse(
            (await Deadline.UntilAsync(() => Task.FromResult(host.Children()), children => children.Count > 0, "it had started a worker process"))[0], CultureInfo.InvariantCulture);

        await host.KillAloneAsync();

        await Deadline.UntilAsync(() => !ProductProcess.IsRunning(worker), "the worker process has ended", TimeSpan.FromSeconds(30));
    }

    private static void Kill(int processId)
    {
        using var process = Process.GetProcessById(processId);
        process.Kill();
    }
}
