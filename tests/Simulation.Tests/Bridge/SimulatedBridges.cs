using ApiBridge.Domain;
using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests.Bridge;

/// <summary>The bridges that live: one as a rule, two while one takes over, and none for a while after the last has died.</summary>
internal sealed class SimulatedBridges
{
    private readonly World _world;
    private readonly List<SimulatedBridge> _bridges = [];
    private TimeSpan _absence;

    public SimulatedBridges(World world)
    {
        _world = world;
        world.IsWatched = () => _bridges.Exists(bridge => bridge.IsSynced);
        world.IsSeen = key => _bridges.Exists(bridge => bridge.HasSeen(key));
        world.Cluster.Changed = () => _bridges.ForEach(bridge => bridge.Look());
    }

    /// <summary>Whether there is one, and none has anything to send.</summary>
    public bool AreIdle => _bridges.Count > 0 && _bridges.TrueForAll(bridge => bridge.IsIdle);

    /// <summary>Whether one would send a message about an API that it knows.</summary>
    public bool MissSomething(ObjectKey key) => _bridges.Exists(bridge => bridge.MissesSomething(key));

    public void Start()
    {
        var bridge = new SimulatedBridge(_world, Died);
        _bridges.Add(bridge);
        bridge.Start();
    }

    /// <summary>Each sends one message, if it has any.</summary>
    public async Task SendAsync()
    {
        foreach (var bridge in _bridges.ToList())
        {
            await bridge.SendAsync();
        }
    }

    /// <summary>All watches break off.</summary>
    public void Cut() => _bridges.ForEach(bridge => bridge.Cut());

    /// <summary>All die, and the next starts a while after.</summary>
    public void Die() => _bridges.ToList().ForEach(bridge => bridge.Die());

    /// <summary>All die, and none starts for a time.</summary>
    public void Lose(TimeSpan time)
    {
        _world.Trace.Add("world", "the bridge is lost");
        _absence = time;
        Die();
        _absence = TimeSpan.Zero;
    }

    /// <summary>A new one starts. The old one may not notice for a while that it no longer leads.</summary>
    public void Replace()
    {
        var old = _bridges.ToList();
        Start();
        _world.Clock.After(_world.Random.Seconds(0, 15), () => old.ForEach(bridge => bridge.Die()));
    }

    /// <summary>The history is over.</summary>
    public void End() => _bridges.ForEach(bridge => bridge.Dispose());

    private void Died(SimulatedBridge bridge)
    {
        _world.Trace.Add("bridge", "dies");
        _bridges.Remove(bridge);
        _world.Forgotten.Forget();
        bridge.Dispose();
        if (_bridges.Count > 0)
        {
            return;
        }

        var pause = _world.Random.Seconds(1, 30);
        _world.Clock.After(pause > _absence ? pause : _absence, () =>
        {
            if (_bridges.Count == 0)
            {
                Start();
            }
        });
    }
}
