using System.Diagnostics;

namespace ApiBridge.LocalStack.Tests.Kubernetes.Conformance;

/// <summary>The kubectl on this machine.</summary>
/// <param name="connection">The arguments that lead it to the server.</param>
public sealed class Kubectl(IReadOnlyList<string> connection)
{
    /// <summary>Runs a command that has to succeed and returns what it printed.</summary>
    public async Task<string> RunAsync(string arguments, string? input = null) => (await SayAsync(arguments, input)).Output;

    /// <summary>Runs a command that has to succeed and returns what it printed, warnings apart.</summary>
    public async Task<(string Output, string Warnings)> SayAsync(string arguments, string? input = null)
    {
        var token = TestContext.Current.CancellationToken;
        var cache = Path.Combine(AppContext.BaseDirectory, "kubectl-cache");
        using var process = Process.Start(new ProcessStartInfo(
            "kubectl", [.. connection, "--cache-dir", cache, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(token);
        var errors = process.StandardError.ReadToEndAsync(token);
        await process.WaitForExitAsync(token);
        Assert.True(process.ExitCode == 0, $"kubectl {arguments} failed: {await errors}");
        return (await output, await errors);
    }
}
