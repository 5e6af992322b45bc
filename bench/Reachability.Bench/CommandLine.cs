using System.CommandLine;
using ApiBridge.Benchmarking;
using ApiBridge.Benchmarking.Results;
using ApiBridge.Benchmarking.Rigging;
using ApiBridge.Reachability.Bench.Figures;
using ApiBridge.Reachability.Bench.Rigging;

namespace ApiBridge.Reachability.Bench;

/// <summary>What is measured of the URLs that bridge, worker and gateway give together.</summary>
internal static class CommandLine
{
    public static RootCommand Build(TimeProvider time) => new BenchmarkCommand<Rig>
    {
        Description = "Measures how long it takes until an API's URL answers, with bridge and worker on a real Kubernetes API server.",
        Figures = [new ReachableUrls()],
        Obstacle = _ => KubeApiServer.Obstacle,
        Machine = (_, arguments) => Machine.Describe(
            $"{arguments.Bridge.Description}, JIT worker under tools/FunctionsHost, {KubeApiServer.Name}{(arguments.Quick ? ", --quick" : "")}", time),
        StartAsync = (_, arguments, cancellationToken) => Rig.StartAsync(arguments, time, cancellationToken),
    }.Build();
}
