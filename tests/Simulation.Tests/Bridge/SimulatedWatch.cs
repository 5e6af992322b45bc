using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.EventBridge.Watching;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Resources;
using ApiBridge.LocalStack.Kubernetes.Storage;
using ApiBridge.Simulation.Tests.Cluster;
using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests.Bridge;

/// <summary>
/// A watch of the bridge's: what is there first, then each change, in order and late. After it is cut all is listed again, and what
/// happened meanwhile is never told.
/// </summary>
internal sealed class SimulatedWatch<T>(
    World world, SimulatedProcess process, GroupResource resource, Func<JsonElement, T?> read, IWatchSink<T> sink, string? ns = null) : ISimulatedWatch
    where T : class
{
    private StoreWatch? _watch;
    private bool _isTelling;

    public bool IsSynced { get; private set; }

    /// <summary>Whether it goes on: it did not break off since it listed.</summary>
    public bool IsFollowing => _watch is not null;

    /// <summary>Told when all that is there was listed.</summary>
    public Action Listed { get; init; } = () => { };

    public void Start() => Later(List);

    /// <summary>The cluster changed.</summary>
    public void Look()
    {
        if (_watch is { } watch && !_isTelling && watch.Signals.Count > 0)
        {
            _isTelling = true;
            Later(Tell);
        }
    }

    public void Cut()
    {
        if (_watch is not { } watch)
        {
            return;
        }

        watch.Dispose();
        _watch = null;
        world.Trace.Add("bridge", $"loses its watch of {resource.Resource}");
        world.Clock.After(world.Random.Seconds(0.4, 30), () => Later(List));
    }

    private void List()
    {
        if (world.Cluster.IsDown)
        {
            world.Clock.After(world.Random.Seconds(0.4, 30), () => Later(List));
            return;
        }

        var watch = world.Cluster.Watch(resource);
        List<T> items = [.. watch.Start.Objects.Select(stored => stored.Body).Where(IsHere).Select(Read).OfType<T>()];
        Later(() =>
        {
            world.Trace.Add("bridge", $"lists {resource.Resource}");
            (_watch, _isTelling) = (watch, false);
            sink.Replaced(items, ns);
            IsSynced = true;
            Listed();
            Look();
        });
    }

    private void Tell()
    {
        _isTelling = false;
        if (_watch is not { } watch)
        {
            return;
        }

        if (world.Random.Chance(world.Weather.WatchCut))
        {
            Cut();
            return;
        }

        if (watch.Signals.TryRead(out var signal) && signal is StoreChange change && IsHere(change.Current.Body))
        {
            if (Read(change.Current.Body) is not { } item)
            {
                sink.LeftOut((change.Current.Body.Namespace()!, change.Current.Body.Name()!));
                Look();
                return;
            }

            world.Trace.Add("bridge", $"sees {resource.Resource} {change.Current.Body.Namespace()}/{change.Current.Body.Name()} @{change.Revision}");
            (change switch
            {
                { Removed: true } => (Action<T>)sink.Deleted,
                { Previous: null } => sink.Added,
                _ => sink.Modified,
            })(item);
        }

        Look();
    }

    private bool IsHere(JsonObject body) => ns is null || body.Namespace() == ns;

    private T? Read(JsonObject body) => read(SimulatedCluster.Json(body));

    private TimeSpan Lateness => world.LateWatch is { } late && late.Namespace == ns && late.Until > world.Clock.Elapsed ? late.Until - world.Clock.Elapsed : TimeSpan.Zero;

    private void Later(Action action) => world.Clock.After(
        Lateness + (world.Random.Chance(world.Weather.Hiccup) ? world.Random.Seconds(0.1, 5) : world.Random.Seconds(0.001, 0.05)),
        () =>
        {
            if (!process.IsDead)
            {
                action();
            }
        });
}
