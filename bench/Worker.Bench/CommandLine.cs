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
        Description = "Measures a worker, which is the Functions app under a host, against Azurite, a Kubernetes API and the gateway simulator.",
        Figures = [new OneWorker(), new BatchSizes()],
        Machine = _ => Machine.Describe($"JIT worker under tools/FunctionsHost, {Cluster}", time),
        Heading = figure => OnKubeApiServer.IsAvailable ? $"{figure} on {Cluster}" : figure,
        StartAsync = (_, cancellationToken) => Rig.StartAsync(time, cancellationToken),
    }.Build();

    private static string Cluster => OnKubeApiServer.IsAvailable ? "kube-apiserver" : "Kubernetes API emulator";
}
