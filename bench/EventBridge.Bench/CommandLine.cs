using System.CommandLine;
using ApiBridge.Benchmarking;
using ApiBridge.Benchmarking.Results;
using ApiBridge.EventBridge.Bench.Figures;
using ApiBridge.EventBridge.Bench.Rigging;

namespace ApiBridge.EventBridge.Bench;

/// <summary>What is measured of the bridge.</summary>
internal static class CommandLine
{
    public static RootCommand Build(TimeProvider time) => new BenchmarkCommand<Rig>
    {
        Description = "Measures the event bridge against Azurite and the Kubernetes API emulator.",
        Figures = [new BurstThroughput(), new Footprint(), new RestartOverConverged(), new EventLatency()],
        Machine = (_, arguments) => Machine.Describe(arguments.Bridge.Description, time),
        StartAsync = (_, arguments, cancellationToken) => Rig.StartAsync(arguments.Bridge, time, cancellationToken),
    }.Build();
}
