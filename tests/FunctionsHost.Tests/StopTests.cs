using ApiBridge.LocalStack.Gateway;

namespace ApiBridge.FunctionsHost.Tests;

/// <summary>A host that is told to end while it works.</summary>
public sealed class StopTests(AzuriteFixture azurite) : FunctionsHostTest(azurite)
{
    private const string DrainOnStop = "FUNCTIONS_ENABLE_DRAIN_ON_APP_STOPPING";
    private const string CutOff = "The host did not stop within 00:00:10: 1 functions are cut off, and their messages come back when their leases end";

    [Fact]
    public async Task UndrainedItCancelsItsFunctionsAndGivesTheirMessagesBack()
    {
        var host = Start();
        await AnnounceAndHoldAsync("orders");

        await host.TerminateAsync();

        Assert.Equal(0, await host.ExitAsync());
        Assert.Empty(host.Lines("did not stop within"));
        Assert.Empty(host.Lines("(Succeeded"));
        Assert.Contains(
            "InvocationFailedException: The operation was canceled.", Assert.Single(host.Lines("Executed 'Functions.ReconcileExposedApi' (Failed")), StringComparison.Ordinal);

        // After host.json's visibilityTimeout, and not only after the ten minutes of the lease.
        var back = await Deadline.UntilAsync(
            async () => (await Queue(EventsQueue).ReceiveMessagesAsync(maxMessages: 1, cancellationToken: Token)).Value, messages => messages.Length > 0, "the message came back");
        Assert.Equal(2, back[0].DequeueCount);
    }

    [Fact]
    public async Task WithDrainModeAtItsEndItLeavesAfterTenSecondsAllTheSame()
    {
        var host = Start((DrainOnStop, "true"));
        await AnnounceAndHoldAsync("orders");

        await host.TerminateAsync();
        await host.SaysAsync("Drain mode: no more messages are taken; 1 functions run");
        await host.SaysAsync(CutOff);

        Assert.Equal(0, await host.ExitAsync());
        Assert.Empty(host.Lines("(Succeeded"));
        Assert.Equal(1, await CountAsync(EventsQueue));
        Assert.Empty(Gateway.Calls);
    }

    [Theory]
    [InlineData(DrainOnStop, "true")]
    [InlineData("KUBERNETES_SERVICE_HOST", "10.0.0.1")]
    public async Task WithDrainModeAtItsEndAFunctionThatIsQuickEnoughFinishes(string setting, string value)
    {
        var host = Start((setting, value));
        await AnnounceAndHoldAsync("orders");

        await host.TerminateAsync();
        await host.SaysAsync("Drain mode: no more messages are taken; 1 functions run");
        ReleaseTheGateway();

        Assert.Equal(0, await host.ExitAsync());
        Assert.Empty(host.Lines("did not stop within"));
        Assert.Single(host.Lines("Executed 'Functions.ReconcileExposedApi' (Succeeded"));
        Assert.Equal(0, await CountAsync(EventsQueue));
        Assert.Equal(GatewayOutcome.Created, Assert.Single(Gateway.Calls).Outcome);
    }

    [Fact]
    public async Task WhileItStillStartsItLeavesNoWorkerBehind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "processes are looked up in /proc");
        var host = Start();
        var worker = await Deadline.UntilAsync(() => Task.FromResult(host.Children()), children => children.Count > 0, "it had started a worker process");

        await host.TerminateAsync();

        Assert.Equal(0, await host.ExitAsync());
        Assert.Empty(host.Lines("has loaded"));
        Assert.False(Directory.Exists($"/proc/{worker[0]}"));
    }
}
