using System.ComponentModel;
using System.Diagnostics;

namespace ApiBridge.TestServers;

/// <summary>The kubectl on this machine, or the one that the environment variable <c>KUBECTL</c> names.</summary>
/// <param name="connection">The arguments that lead it to the server.</param>
public sealed class Kubectl(IReadOnlyList<string> connection)
{
    /// <summary>Why tests with kubectl are skipped when <see cref="IsAvailable"/> is false.</summary>
    public const string Unavailable = "there is no kubectl on the path, and KUBECTL names none";

    private static readonly string Binary = Environment.GetEnvironmentVariable("KUBECTL") is { Length: > 0 } named ? named : "kubectl";
    private static readonly Lazy<bool> OnPath = new(Find);

    /// <summary>Whether there is one.</summary>
    public static bool IsAvailable => OnPath.Value;

    /// <summary>Runs a command that has to succeed.</summary>
    /// <param name="arguments">Its arguments, separated by blanks.</param>
    /// <param name="input">What it reads; default nothing.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="KubectlException">It failed.</exception>
    public async Task<string> RunAsync(string arguments, string? input = null) => (await SayAsync(arguments, input)).Output;

    /// <inheritdoc cref="RunAsync"/>
    /// <returns>What it printed, warnings apart.</returns>
    public async Task<(string Output, string Warnings)> SayAsync(string arguments, string? input = null)
    {
        var cache = Path.Combine(AppContext.BaseDirectory, "kubectl-cache");
        var (code, output, errors) = await ProcessRun.RunAsync(
            new ProcessStartInfo(Binary, [.. connection, "--cache-dir", cache, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]), input);
        return code == 0 ? (output, errors) : throw new KubectlException($"kubectl {arguments} failed: {errors}");
    }

    private static bool Find()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Binary, ["version", "--client"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // There is no such program.
        }
    }
}
