using System.CommandLine;
using ApiBridge.Benchmarking;
using ApiBridge.Benchmarking.Results;
using ApiBridge.Benchmarking.Rigging;
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
        Machine = (figure, _) => Machine.Describe($"JIT worker under tools/FunctionsHost, {(TakesReal(figure) ? KubeApiServer.Name : "Kubernetes API emulator")}", time),
        Heading = figure => TakesReal(figure) ? $"{figure} on {KubeApiServer.Name}" : figure,
        StartAsync = (figure, _, cancellationToken) => Rig.StartAsync(TakesReal(figure), time, cancellationToken),
    }.Build();

    // The batches are to show the worker's limits, not the API server's.
    private static bool TakesReal(string figure) => figure == FigureNames.Worker && OnKubeApiServer.IsAvailable;
}
