using System.Diagnostics;

namespace ApiBridge.Manifests.Tests.Monitoring;

/// <summary>Prometheus' own tool, where the environment names one.</summary>
internal static class Promtool
{
    private const string Unavailable = "PROMTOOL names no promtool; build/tools/promtool.sh prints the path of one";

    private static string? Program => Environment.GetEnvironmentVariable("PROMTOOL") is { Length: > 0 } path && File.Exists(path) ? path : null;

    /// <summary>Runs it in a folder. The test is skipped where there is none.</summary>
    /// <returns>Its exit code, and all that it said.</returns>
    public static async Task<(int ExitCode, string Said)> RunAsync(string folder, params string[] arguments)
    {
        Assert.SkipUnless(Program is not null, Unavailable);
        var (code, output, errors) = await ProcessRun.RunAsync(new ProcessStartInfo(Program!, arguments) { WorkingDirectory = folder });
        return (code, output + errors);
    }
}
