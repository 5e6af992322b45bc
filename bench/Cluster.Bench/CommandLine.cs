using System.CommandLine;
using ApiBridge.Benchmarking;
using ApiBridge.Benchmarking.Results;
using ApiBridge.Benchmarking.Rigging;
using ApiBridge.Cluster.Bench.Figures;
using ApiBridge.Cluster.Bench.Rigging;

namespace ApiBridge.Cluster.Bench;

/// <summary>What is measured of bridge and worker together.</summary>
internal static class CommandLine
{
    public static RootCommand Build(TimeProvider time) => new BenchmarkCommand<Rig>
    {
        Description = "Measures bridge and worker against a real Kubernetes API server, next to a client that makes the same requests.",
        Figures = [new ClusterLoad()],
        Obstacle = _ => KubeApiServer.Obstacle,
        Machine = (_, arguments) => Machine.Describe(
            $"{arguments.Bridge.Description}, JIT worker under tools/FunctionsHost, {KubeApiServer.Name}{(arguments.Quick ? ", --quick" : "")}", time),
        StartAsync = (_, arguments, cancellationToken) => Rig.StartAsync(arguments, time, cancellationToken),
    }.Build();
}
