namespace ApiBridge.FunctionsHost.Tests;

/// <summary>What the app says as it is deployed: published, and with nothing set over its own host.json.</summary>
public sealed class PublishedAppTests(AzuriteFixture azurite) : FunctionsHostTest(azurite)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override IEnumerable<string> QueuesThatAreThere => [];

    [Fact]
    public async Task AReconcileIsOneLineAndAQuietMinuteIsNone()
    {
        using var app = await PublishedApp.PublishAsync(Token);
        var host = StartApp(app.Folder, [(QueueSetting("maxPollingInterval"), null), (QueueSetting("visibilityTimeout"), null)]);
        await host.ServesAsync();

        await AnnounceAsync("orders");
        await AnnounceAsync("returns");
        await Deadline.UntilAsync(() => host.Lines("Executed 'Functions.ReconcileExposedApi' (Succeeded").Count == 2, "both APIs were reconciled", TimeSpan.FromSeconds(60));
        var worked = host.Log.Count;
        var since = TimeProvider.System.GetTimestamp();
        await Deadline.UntilAsync(() => host.HasExited || TimeProvider.System.GetElapsedTime(since) > Quiet, "the time was over", 2 * Quiet);

        Assert.False(host.HasExited);
        Assert.Equal([], host.Log.Skip(worked));
        var entries = host.Log.Select(LogEntry.In).ToList();
        Assert.DoesNotContain(null, entries);
        Assert.Equal([], entries.Where(entry => entry!.Level != "info"));
        Assert.Equal([], entries.Where(entry => entry!.Category.StartsWith("System.Net.Http", StringComparison.Ordinal) || entry.Category.StartsWith("Polly", StringComparison.Ordinal)));
        var said = entries.Where(entry => entry!.Category.EndsWith(".User", StringComparison.Ordinal)).OrderBy(entry => entry!.Text, StringComparer.Ordinal).ToList();
        Assert.All(said, entry => Assert.Equal("Function.ReconcileExposedApi.User", entry!.Category));
        Assert.Collection(
            said,
            entry => Assert.Matches(@"^shop/orders is Accepted, ready=True, Component feedback \S+ \(Changed, \d+ ms after its event\)$", entry!.Text.Trim()),
            entry => Assert.Matches(@"^shop/returns is Accepted, ready=True, Component feedback \S+ \(Changed, \d+ ms after its event\)$", entry!.Text.Trim()));
    }
}
