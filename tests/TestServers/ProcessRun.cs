using System.Diagnostics;
using Xunit;

namespace ApiBridge.TestServers;

/// <summary>Runs a program to its end.</summary>
public static class ProcessRun
{
    /// <summary>Runs it, and reads all that it says.</summary>
    /// <param name="start">The program, with its arguments and what is set for it.</param>
    /// <param name="input">What it reads; default nothing.</param>
    /// <returns>Its exit code, and what it printed on either output.</returns>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(ProcessStartInfo start, string? input = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        var token = TestContext.Current.CancellationToken;
        (start.UseShellExecute, start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (false, true, true, true);
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(token), process.StandardError.ReadToEndAsync(token));
        await process.WaitForExitAsync(token);
        return (process.ExitCode, await output, await errors);
    }
}
