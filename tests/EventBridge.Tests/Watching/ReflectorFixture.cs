using System.Collections.Concurrent;
using System.Text.Json;
using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.EventBridge.Watching;
using ApiBridge.Shared.Kubernetes;
using Microsoft.Extensions.Logging.Abstractions;

namespace ApiBridge.EventBridge.Tests.Watching;

/// <summary>A reflector before a scripted API server.</summary>
public abstract class ReflectorFixture : IAsyncLifetime
{
    private static readonly ServedResource Things = new(new("example.org", "v1", "things"), "Thing", HasStatus: false);

    private protected RecordingSink Sink { get; } = new();

    /// <summary>What it said can't be read.</summary>
    private protected ConcurrentQueue<UnreadableObject> Unreadable { get; } = new();

    private protected ScriptedApi Api { get; private set; } = null!;

    private protected WatchStatus Status { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Api = await ScriptedApi.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected Running Start(TimeProvider? time = null, string? url = null, Func<JsonElement, string?>? read = null, Predicate<string>? mayHide = null, WatchOptions? options = null)
    {
        options ??= TestOptions.Watch;
        time ??= TimeProvider.System;
        Status = new("things", time);
        var api = new KubernetesApi(TestOptions.Of(new KubernetesOptions { Server = url ?? Api.Url }), time);
        var collection = new WatchedCollection<string>(
            api,
            new(new(Things.Resource, @namespace: null)),
            new OtherVersions(api, new(api, time), Things),
            new(read ?? (static item => item.GetProperty("metadata").GetProperty("name").GetString()), static _ => null, mayHide ?? (static _ => false), static _ => true),
            Unreadable.Enqueue,
            Status,
            options,
            time,
            NullLogger.Instance);
        var reflector = new Reflector<string>(collection, Sink, Status, options, time, NullLogger.Instance);
        return new(async token =>
        {
            using (api)
            {
                await reflector.RunAsync(token);
            }
        });
    }

    private protected long Restarts(RestartCause cause) => Status.Restarts.GetValueOrDefault(cause);

    private protected Task ToldAsync(params string[] expected) =>
        Deadline.UntilAsync(() => Sink.Told.SequenceEqual(expected), $"it was told: {string.Join("; ", expected)}");
}
