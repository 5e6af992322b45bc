using System.CommandLine;
using ApiBridge.Benchmarking.Results;
using ApiBridge.Shared.Configuration;
using Spectre.Console;

namespace ApiBridge.Benchmarking;

/// <summary>The command line of a benchmark program; all have the same.</summary>
/// <typeparam name="TRig">What the program's figures are measured on.</typeparam>
internal sealed class BenchmarkCommand<TRig>
    where TRig : IAsyncDisposable
{
    private readonly Argument<string[]> _chosen = new("figures")
    {
        Description = $"What to measure: {string.Join(", ", FigureNames.All)}. Default: all.",
        DefaultValueFactory = _ => [.. FigureNames.All],
    };

    private readonly Option<FileInfo> _binary = new("--binary")
    {
        Description = "The bridge as a native binary.",
        DefaultValueFactory = _ => new(Path.Combine("artifacts", "eventbridge", "ApiBridge.EventBridge")),
    };

    private readonly Option<bool> _jit = new("--jit")
    {
        Description = "Measure the bridge that a .NET runtime compiles as it runs instead.",
    };

    private readonly Option<bool> _quick = new("--quick")
    {
        Description = "Do as little as shows that a figure can be taken, where it takes long: cluster, reachable.",
    };

    private readonly Option<FileInfo?> _output = new("--output")
    {
        Description = "A Markdown file, in which the figures replace this machine's former ones.",
    };

    /// <summary>What the program measures, in a line.</summary>
    public required string Description { get; init; }

    /// <summary>Its figures, in the order in which they are measured.</summary>
    public required IReadOnlyList<IFigure<TRig>> Figures { get; init; }

    /// <summary>Where a figure, by its name, is taken; looked at just before.</summary>
    public required Func<string, BenchmarkArguments, Machine> Machine { get; init; }

    /// <summary>The heading below which a figure is written down; by default its name.</summary>
    public Func<string, string> Heading { get; init; } = static figure => figure;

    /// <summary>Why a figure, by its name, can't be taken here, as the end of the sentence "skipped, because …"; by default nothing keeps it.</summary>
    public Func<string, string?> Obstacle { get; init; } = static _ => null;

    /// <summary>Starts what a figure, by its name, is measured on; each has its own.</summary>
    public required Func<string, BenchmarkArguments, CancellationToken, Task<TRig>> StartAsync { get; init; }

    /// <summary>The command: exit code 0 when every bound holds, and 1 when one is missed or a figure could not be taken.</summary>
    public RootCommand Build()
    {
        _chosen.AcceptOnlyFromAmong([.. FigureNames.All]);
        var command = new RootCommand(Description) { _chosen, _binary, _jit, _quick, _output };
        command.SetAction(RunToldAsync);
        return command;
    }

    private async Task<int> RunToldAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(parsed, cancellationToken);
        }
        catch (Exception exception) when (exception is FileNotFoundException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync(ProblemLine.Of(exception.Message));
            return 1;
        }
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var arguments = new BenchmarkArguments(parsed.GetValue(_binary)!, parsed.GetValue(_jit), parsed.GetValue(_quick));
        var chosen = parsed.GetValue(_chosen)!;
        var output = parsed.GetValue(_output);
        RefuseUnwritable(output);
        var holds = true;
        foreach (var figure in Figures.Where(figure => chosen.Contains(figure.Name, StringComparer.Ordinal)))
        {
            await Console.Error.WriteLineAsync($"{figure.Name}: {figure.Description}");
            if (Obstacle(figure.Name) is { } obstacle)
            {
                await Console.Error.WriteLineAsync($"{figure.Name}: skipped, because {obstacle}");
                continue;
            }

            var machine = Machine(figure.Name, arguments);
            await using var rig = await StartAsync(figure.Name, arguments, cancellationToken);
            var readings = await figure.MeasureAsync(rig, cancellationToken);
            ResultsTable.Write(AnsiConsole.Console, machine, readings);
            if (output is not null)
            {
                await ResultsFile.WriteAsync(output, machine, Heading(figure.Name), readings, cancellationToken);
            }

            holds &= readings.All(reading => reading.Holds != false);
        }

        return holds ? 0 : 1;
    }

    // Before anything is measured, which takes minutes.
    private static void RefuseUnwritable(FileInfo? output)
    {
        if (output is null)
        {
            return;
        }

        try
        {
            var isNew = !output.Exists;
            output.Open(FileMode.OpenOrCreate, FileAccess.ReadWrite).Dispose();
            if (isNew)
            {
                File.Delete(output.FullName);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"--output is '{output}', which can't be written ({exception.Message}): give a Markdown file.", exception);
        }
    }
}
