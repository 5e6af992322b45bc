using System.CommandLine;
using ApiBridge.Benchmarking;
using ApiBridge.FunctionsHost.Settings;
using ApiBridge.Scaling.Bench.Figures;
using ApiBridge.Scaling.Bench.Model;

namespace ApiBridge.Scaling.Bench;

/// <summary>What is worked out about the scaling of the workers. No time passes, and no server is needed.</summary>
internal static class CommandLine
{
    public static RootCommand Build() => new BenchmarkCommand<Laboratory>
    {
        Description = "Simulates how KEDA and the autoscaler scale the workers, and chooses the values for it.",
        Figures = [new ScalingValues()],
        Machine = (_, _) => new("Simulated, the same on any machine", $"With the times of {ServiceTimes.Origin}"),
        StartAsync = (_, _, _) => Task.FromResult(new Laboratory(HostJson.Read(Path.Combine(AppContext.BaseDirectory, "host.json")))),
    }.Build();
}
