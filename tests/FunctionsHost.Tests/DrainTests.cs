using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.FunctionsHost.Tests;

/// <summary>A host that is to take no more messages, and to finish what it has.</summary>
public sealed class DrainTests(AzuriteFixture azurite) : FunctionsHostTest(azurite)
{
    private const string Keys = "FUNCTIONS_SECRETS_PATH";

    [Fact]
    public async Task WhatIsInWorkIsFinishedAndNothingIsTakenAnyMore()
    {
        var host = Start();
        using var client = await ClientAsync(host);
        await AnnounceAndHoldAsync("orders");
        Assert.Equal("Disabled", await StateAsync(client));

        using var drain = await client.PostAsync(new Uri("admin/host/drain", UriKind.Relative), content: null, Token);

        Assert.Equal(HttpStatusCode.Accepted, drain.StatusCode);
        Assert.Equal("InProgress", await StateAsync(client));
        await AnnounceAsync("returns");
        ReleaseTheGateway();
        await Deadline.UntilAsync(() => StateAsync(client), state => state == "Completed", "the host was drained", TimeSpan.FromSeconds(60));
        await IsRegisteredAsync("orders");
        await host.TerminateAsync();
        Assert.Equal(0, await host.ExitAsync());

        Assert.Single(host.Lines("Executed 'Functions.ReconcileExposedApi' (Succeeded"));
        Assert.Empty(host.Lines("Failed"));
        var left = await Queue(EventsQueue).PeekMessagesAsync(maxMessages: 2, Token);
        Assert.Equal(0, Assert.Single(left.Value).DequeueCount);
    }

    [Fact]
    public async Task ThePreStopHookOfAPodWaitsForWhatIsInWork()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the hook is a script for bash");
        using var keys = new TemporaryFolder();
        var host = Start((Keys, keys.Path));
        var url = await host.ServesAsync();
        await AnnounceAndHoldAsync("orders");

        await using var hook = PreStopHook.Start(url.Port, seconds: 60, (Keys, keys.Path));
        await host.SaysAsync("Drain mode: no more messages are taken; 1 functions run");
        Assert.False(hook.HasExited);
        ReleaseTheGateway();

        Assert.Equal(0, await hook.ExitAsync());
        Assert.Matches("^drain: nothing is in work after [0-9]+ s$", Assert.Single(hook.Log));
        Assert.Equal(0, await CountAsync(EventsQueue));
        Assert.Single(host.Lines("Executed 'Functions.ReconcileExposedApi' (Succeeded"));
    }

    private static async Task<string> StateAsync(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonElement>("admin/host/drain/status", Token)).Text("state");
}
