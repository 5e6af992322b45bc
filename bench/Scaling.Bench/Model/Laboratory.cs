using ApiBridge.FunctionsHost.Settings;

namespace ApiBridge.Scaling.Bench.Model;

/// <summary>Where histories are played.</summary>
/// <param name="host">The queue settings of host.json.</param>
internal sealed class Laboratory(QueueTriggerOptions host) : IAsyncDisposable
{
    public QueueTriggerOptions Host => host;

    /// <summary>A new history for each seed.</summary>
    public IEnumerable<World> Worlds(ScalingOptions scaling, GatewayLimits gateway, int count) =>
        Enumerable.Range(0, count).Select(seed => new World(scaling, host, gateway, seed));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
