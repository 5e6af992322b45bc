using System.Diagnostics;

namespace ApiBridge.EndToEnd.Tests;

/// <summary>The commands of docs/migration.md, run as they stand there.</summary>
/// <param name="kubeconfig">The cluster's.</param>
internal sealed class MigrationGuide(string kubeconfig)
{
    public const string Namespace = "canvas";
    public const string Operator = "old-operator";

    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "migration.md"));

    /// <summary>Whether there is a shell and a kubectl to run them.</summary>
    public static bool IsAvailable => !OperatingSystem.IsWindows() && Kubectl.IsAvailable;

    /// <summary>Runs the block below a heading; it has to succeed.</summary>
    /// <param name="heading">The heading, without its number.</param>
    /// <returns>What it printed.</returns>
    public Task<string> FollowAsync(string heading)
    {
        var section = Lines.SkipWhile(line => !line.StartsWith("### ", StringComparison.Ordinal) || !line.EndsWith(". " + heading, StringComparison.Ordinal));
        return ShellAsync(string.Join('\n', section.SkipWhile(line => line != "```sh").Skip(1).TakeWhile(line => line != "```")));
    }

    /// <summary>Runs a script that has to succeed.</summary>
    public async Task<string> ShellAsync(string script)
    {
        Assert.NotEmpty(script);
        var (code, output, errors) = await ProcessRun.RunAsync(new ProcessStartInfo("sh", ["-euc", script])
        {
            Environment = { ["KUBECONFIG"] = kubeconfig, ["OLD_NAMESPACE"] = Namespace, ["OLD_OPERATOR"] = Operator },
        });
        Assert.True(code == 0, $"{script}\nended with {code}: {output}{errors}");
        return output;
    }
}
