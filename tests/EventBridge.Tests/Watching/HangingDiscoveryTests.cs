using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.EventBridge.Watching;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;
using Microsoft.Extensions.Logging.Abstractions;

namespace ApiBridge.EventBridge.Tests.Watching;

public sealed class HangingDiscoveryTests
{
    /// <summary>It takes connections, and says nothing.</summary>
    [Fact]
    public async Task AServerThatNeverAnswersIsAskedAgainAfterHalfAMinute()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var time = new TimerWatch();
        var statuses = new WatchStatuses(time);
        using var api = new KubernetesApi(TestOptions.Of(new KubernetesOptions { Server = $"http://{server.LocalEndpoint}" }), time);
        var watch = new ResourceWatch(
            api, new(api, time), new(new ScopeOptions()), statuses, new(api, TestOptions.Of(new ModeOptions()), time, NullLogger<UnreadableEvents>.Instance), TestOptions.Of(TestOptions.Watch), time,
            NullLogger<ResourceWatch>.Instance);
        await using var running = new Running(stop => watch.RunAsync<string>(new("example.org", "", "things"), static _ => { }, static (JsonElement _) => null, new RecordingSink(), stop));
        using var first = await server.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await Deadline.UntilAsync(() => time.Pending(length => length == TimeSpan.FromSeconds(30)) == 1, "it waits for an answer");

        time.Advance(TimeSpan.FromSeconds(30));

        await Deadline.UntilAsync(() => statuses.All.Any(status => status.Error?.Contains("was not answered within 00:00:30", StringComparison.Ordinal) is true), "it gave up");
        var again = server.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask();
        await Deadline.UntilAsync(
            () =>
            {
                time.Advance(TestOptions.Watch.MaxBackoff);
                return again.IsCompleted;
            },
            "it asked again");
        (await again).Dispose();
    }
}
