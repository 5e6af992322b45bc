using System.CommandLine;
using ApiBridge.EventBridge.Bench.Figures;
using ApiBridge.EventBridge.Bench.Results;
using ApiBridge.EventBridge.Bench.Rigging;
using Spectre.Console;

namespace ApiBridge.EventBridge.Bench;

/// <summary>The options of <c>make bench</c>.</summary>
internal static class CommandLine
{
    private static readonly IFigure[] Figures = [new BurstThroughput(), new Footprint(), new RestartOverConverged(), new EventLatency()];

    private static readonly Argument<string[]> Chosen = new("figures")
    {
        Description = $"What to measure: {string.Join(", ", Figures.Select(figure => figure.Name))}. Default: all.",
        DefaultValueFactory = _ => [.. Figures.Select(figure => figure.Name)],
    };

    private static readonly Option<FileInfo> Binary = new("--binary")
    {
        Description = "The bridge as a native binary.",
        DefaultValueFactory = _ => new(Path.Combine("artifacts", "eventbridge", "ApiBridge.EventBridge")),
    };

    private static readonly Option<bool> Jit = new("--jit") { Description = "Measure the build that a .NET runtime compiles as it runs instead." };

    private static readonly Option<FileInfo?> Output = new("--output")
    {
        Description = "A Markdown file, whose section on this machine is replaced by the figures.",
    };

    /// <summary>The command: exit code 0 when every bound holds, and 1 when one is missed or a figure could not be taken.</summary>
    public static RootCommand Build(TimeProvider time)
    {
        Chosen.AcceptOnlyFromAmong([.. Figures.Select(figure => figure.Name)]);
        var command = new RootCommand("Measures the event bridge against Azurite and the Kubernetes API emulator.") { Chosen, Binary, Jit, Output };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, time, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TimeProvider time, CancellationToken cancellationToken)
    {
        var program = parsed.GetValue(Jit) ? BridgeProgram.Jit : BridgeProgram.Native(parsed.GetValue(Binary)!);
        var machine = Machine.Describe(program, time);
        var chosen = parsed.GetValue(Chosen)!;
        List<Reading> readings = [];
        foreach (var figure in Figures.Where(figure => chosen.Contains(figure.Name, StringComparer.Ordinal)))
        {
            await Console.Error.WriteLineAsync($"{figure.Name}: {figure.Description}");
            await using var rig = await Rig.StartAsync(program, time, cancellationToken);
            readings.AddRange(await figure.MeasureAsync(rig, cancellationToken));
        }

        ResultsTable.Write(AnsiConsole.Console, machine, readings);
        if (parsed.GetValue(Output) is { } file)
        {
            await ResultsFile.WriteAsync(file, machine, readings, cancellationToken);
        }

        return readings.TrueForAll(reading => reading.Holds != false) ? 0 : 1;
    }
}
