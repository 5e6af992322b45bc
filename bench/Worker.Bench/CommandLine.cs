using System.CommandLine;
using ApiBridge.Benchmarking;
using ApiBridge.Benchmarking.Results;
using ApiBridge.Worker.Bench.Figures;
using ApiBridge.Worker.Bench.Rigging;

namespace ApiBridge.Worker.Bench;

/// <summary>What is measured of the worker.</summary>
internal static class CommandLine
{
    public static RootCommand Build(TimeProvider time) => new BenchmarkCommand<Rig>
    {
        Description = "Measures a worker against Azurite, the Kubernetes API emulator and the gateway simulator.",
        Figures = [new BurstToReady(), new BatchSizes()],
        Machine = _ => Machine.Describe("JIT worker", time),
        StartAsync = (_, cancellationToken) => Rig.StartAsync(time, cancellationToken),
    }.Build();
}
