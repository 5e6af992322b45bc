using ApiBridge.Domain;
using ApiBridge.Simulation.Tests.Cluster;
using ApiBridge.Simulation.Tests.Gateway;
using ApiBridge.Simulation.Tests.Queues;
using ApiBridge.Simulation.Tests.Time;
using ApiBridge.Simulation.Tests.Users;

namespace ApiBridge.Simulation.Tests;

/// <summary>What the product's programs run in. All that is left to chance is drawn from one source, so the same seed is the same world.</summary>
internal sealed class World
{
    public World(int seed, Mutant mutant, Scenario? scenario = null)
    {
        Random = new(seed);
        Mutant = mutant;
        Scenario = scenario ?? Scenario.Draw(Random);
        Trace = new(Clock);
        Cluster = new(Clock, Scenario);
        Gateway = new(Scenario);
        Storage = new(Clock, Random);
    }

    public Random Random { get; }

    public Mutant Mutant { get; }

    public Scenario Scenario { get; }

    public Weather Weather { get; set; } = Weather.Calm;

    public VirtualClock Clock { get; } = new();

    public Trace Trace { get; }

    public SimulatedCluster Cluster { get; }

    public SimulatedGateway Gateway { get; }

    public SimulatedStorage Storage { get; }

    public ForgottenApis Forgotten { get; } = new();

    /// <summary>Whether a bridge is there that has listed everything.</summary>
    public Func<bool> IsWatched { get; set; } = () => false;

    /// <summary>Whether a bridge is there that has seen an API.</summary>
    public Func<ObjectKey, bool> IsSeen { get; set; } = _ => false;

    /// <summary>The host of an API's gateway.</summary>
    public string HostOf(ExposedApi api) => Scenario.Gateway.EndpointOf(api.Key.Namespace).Host;

    /// <summary>For how long a queue keeps a message that is sent; below zero for ever.</summary>
    public TimeSpan LifeOf(TimeSpan? asked) => Mutant is Mutant.MessagesExpire ? TimeSpan.FromMinutes(2) : asked ?? SimulatedStorage.DefaultLife;

    /// <summary>A new process.</summary>
    /// <param name="died">Told when it dies.</param>
    public SimulatedProcess NewProcess(Action<SimulatedProcess> died) => new(this, died);
}
