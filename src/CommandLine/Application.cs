using System.CommandLine;
using ApiBridge.Administration;
using ApiBridge.CommandLine.Apis;
using ApiBridge.CommandLine.Completion;
using ApiBridge.CommandLine.Dashboard;
using ApiBridge.CommandLine.Poison;
using ApiBridge.Shared.Configuration;

namespace ApiBridge.CommandLine;

/// <summary>The program <c>apibridge</c>, between its input and its outputs.</summary>
internal sealed class Application(TextReader input, TextWriter output, TextWriter error, TimeProvider time)
{
    // For what is held of a queue to be put back, and a page's connections to be closed.
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(10);

    /// <summary>What a command line means.</summary>
    public ParseResult Parse(IReadOnlyList<string> args) =>
        new RootCommand("Looks after ODA API Bridge.")
        {
            PoisonCommand.Build(input, time),
            ApisCommand.Build(input, time),
            DashboardCommand.Build(time),
            CompletionCommand.Build(),
        }.Parse(args);

    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancellationToken = default)
    {
        var parsed = Parse(args);
        foreach (var problem in parsed.Errors)
        {
            await error.WriteLineAsync($"apibridge: {ProblemLine.Of(problem.Message)} (--help tells more)");
        }

        if (parsed.Errors.Count > 0)
        {
            return ExitCodes.Failed;
        }

        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error, ProcessTerminationTimeout = TimeToEnd };
        try
        {
            return await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (OperationCanceledException exception) when (exception.InnerException is not TimeoutException)
        {
            await error.WriteLineAsync("apibridge: stopped");
            return ExitCodes.Interrupted;
        }
        catch (Exception exception) when (Failure.Of(exception) is { } lines)
        {
            foreach (var line in lines)
            {
                await error.WriteLineAsync($"apibridge: {line}");
            }

            return ExitCodes.Failed;
        }
    }
}
