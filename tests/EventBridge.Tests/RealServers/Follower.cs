using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.EventBridge.Watching;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;

namespace ApiBridge.EventBridge.Tests.RealServers;

/// <summary>A watch of the ExposedAPIs of one namespace, and what it has seen.</summary>
internal sealed class Follower : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly WatchStatus _status;
    private readonly Running _running;

    public Follower(KubernetesOptions connection, string @namespace, WatchOptions options)
    {
        var time = TimeProvider.System;
        var api = new KubernetesApi(TestOptions.Of(connection), time);
        var statuses = new WatchStatuses(time);
        var resource = new WatchedResource("oda.tmforum.org", "v1", "exposedapis");
        var watch = new ResourceWatch(
            api,
            new(api, time),
            new(new ScopeOptions { Namespaces = @namespace }),
            statuses,
            new(api, TestOptions.Of(new ModeOptions()), time, new TestLog<UnreadableEvents>()),
            TestOptions.Of(options),
            time,
            new TestLog<ResourceWatch>());
        _status = statuses.Of($"{resource} in {@namespace}");
        _running = new(async token =>
        {
            using (api)
            {
                await watch.RunAsync(resource, static _ => { }, SeenApi.Read, View, token);
            }
        });
    }

    public View View { get; } = new();

    /// <summary>How often a list or a watch failed; an end without a word is none.</summary>
    public long Failures => _status.Restarts.Where(static restart => restart.Key is not (RestartCause.Closed or RestartCause.Expired)).Sum(static restart => restart.Value);

    /// <summary>Waits until it has seen all that is there as it is now, and nothing else.</summary>
    public async Task CatchesUpAsync(ApiCollection apis)
    {
        var there = await apis.ListAsync();
        var start = TimeProvider.System.GetTimestamp();
        while (View.Difference(there) is { } difference)
        {
            Assert.False(_running.Task.IsCompleted, $"The watch ended: {_running.Task.Exception}");
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, $"{difference}. Last error: {_status.Error ?? "none"}");
            await Task.Delay(Step, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _running.DisposeAsync();
}
