using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.FunctionsHost.Tests;

/// <summary>Storage that goes away: the longest of these tests.</summary>
public sealed class StorageOutageTests(AzuriteFixture azurite) : FunctionsHostTest(azurite)
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(26);
    private const int LongestLine = 400;
    private readonly TcpProxy _network = new(QueuesOf(azurite.ConnectionString));

    /// <inheritdoc/>
    public override ValueTask InitializeAsync()
    {
        Storage = Storage.Replace(QueuesOf(Storage).Authority, _network.Url.Authority, StringComparison.Ordinal);
        return base.InitializeAsync();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _network.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task AfterHalfAMinuteWithoutStorageItGoesOnWhereItWas()
    {
        var host = Start();
        await host.ServesAsync();
        await AnnounceAsync("orders");
        await IsRegisteredAsync("orders");
        await HoldsAsync(EventsQueue, 0);

        _network.Cut();
        var cut = TimeProvider.System.GetTimestamp();
        await Deadline.UntilAsync(() => host.HasExited || TimeProvider.System.GetElapsedTime(cut) > Outage, "the outage was over", TimeSpan.FromSeconds(60));
        Assert.False(host.HasExited);
        await host.SaysAsync("The queue listeners failed and are built anew");
        Assert.Single(host.Lines("The queues can't be reached, for "));
        Assert.Single(host.Lines("The queue listeners failed and are built anew"));

        _network.Restore();
        await AnnounceAsync("returns");
        await IsRegisteredAsync("returns");
        await HoldsAsync(EventsQueue, 0);
        await host.SaysAsync("The queues are there again, after ");
        Assert.DoesNotContain(host.Log, line => line.Length > LongestLine);
        Assert.Empty(host.Lines("   at "));
        await host.TerminateAsync();
        Assert.Equal(0, await host.ExitAsync());
    }

    [Fact]
    public async Task WhileStorageIsAwayItDrainsAndEndsAsAtAnyTime()
    {
        var host = Start();
        using var client = await ClientAsync(host);
        _network.Cut();
        await host.SaysAsync("The queue listeners failed and are built anew");

        using var drain = await client.PostAsync(new Uri("admin/host/drain", UriKind.Relative), content: null, Token);
        Assert.Equal(HttpStatusCode.Accepted, drain.StatusCode);
        await Deadline.UntilAsync(
            async () => (await client.GetFromJsonAsync<JsonElement>("admin/host/drain/status", Token)).Text("state"),
            state => state == "Completed",
            "the host was drained",
            TimeSpan.FromSeconds(60));
        _network.Restore();
        await AnnounceAsync("orders");
        await host.TerminateAsync();

        Assert.Equal(0, await host.ExitAsync());
        Assert.Empty(host.Lines("Unhandled exception"));
        Assert.Equal(1, await CountAsync(EventsQueue));
    }

    [Fact]
    public async Task WhileStorageIsAwayItEndsWhenItIsTold()
    {
        var host = Start();
        await host.ServesAsync();
        _network.Cut();
        await host.SaysAsync("The queue listeners failed and are built anew");

        await host.TerminateAsync();

        Assert.Equal(0, await host.ExitAsync());
        Assert.Empty(host.Lines("Unhandled exception"));
    }

    private static Uri QueuesOf(string connectionString) => new(
        connectionString.Split(';').Single(part => part.StartsWith("QueueEndpoint=", StringComparison.Ordinal))["QueueEndpoint=".Length..]);
}
