using System.CommandLine;
using ApiBridge.Shared.Configuration;

namespace ApiBridge.Benchmarking;

/// <summary>Runs a benchmark program's command line.</summary>
internal static class BenchmarkProgram
{
    /// <summary>Runs it; what is wrong with it is a line each.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(RootCommand command, string[] args, InvocationConfiguration? invocation = null)
    {
        var parsed = command.Parse(args);
        foreach (var problem in parsed.Errors)
        {
            await Console.Error.WriteLineAsync($"{ProblemLine.Of(problem.Message)} (--help tells more)");
        }

        return parsed.Errors.Count > 0 ? 1 : await parsed.InvokeAsync(invocation);
    }
}
