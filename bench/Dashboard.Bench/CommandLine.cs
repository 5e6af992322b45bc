using System.CommandLine;
using ApiBridge.Benchmarking;
using ApiBridge.Benchmarking.Results;
using ApiBridge.Dashboard.Bench.Figures;
using ApiBridge.Dashboard.Bench.Rigging;

namespace ApiBridge.Dashboard.Bench;

/// <summary>What is measured of the dashboard.</summary>
internal static class CommandLine
{
    public static RootCommand Build(TimeProvider time) => new BenchmarkCommand<Rig>
    {
        Description = "Measures apibridge dashboard in a browser, against a Kubernetes API with ten thousand APIs.",
        Figures = [new ManyApis()],
        Machine = (_, _) => Machine.Describe("JIT dashboard, Chromium, Kubernetes API emulator", time),
        Obstacle = _ => Rig.Browser is null ? "CHROMIUM is not set: build/tools/chromium.sh prints what to set it to" : null,
        StartAsync = (_, _, cancellationToken) => Rig.StartAsync(time, cancellationToken),
    }.Build();
}
