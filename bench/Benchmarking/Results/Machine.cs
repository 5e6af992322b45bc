using System.Globalization;
using System.Runtime.InteropServices;

namespace ApiBridge.Benchmarking.Results;

/// <summary>Where and when figures were taken: without it they say little.</summary>
/// <param name="Name">Processor, cores and operating system; by this a machine is known again.</param>
/// <param name="Run">Runtime, build of what is measured, date, and the load before it began.</param>
internal sealed record Machine(string Name, string Run)
{
    /// <summary>This machine, now.</summary>
    /// <param name="build">What is measured, for people.</param>
    /// <param name="time">The clock.</param>
    public static Machine Describe(string build, TimeProvider time) => new(
        string.Create(CultureInfo.InvariantCulture, $"{Processor()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}"),
        $"{RuntimeInformation.FrameworkDescription}, {build}, {time.GetUtcNow():yyyy-MM-dd HH:mm}Z, load {Load()}");

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
        ?? $"{RuntimeInformation.OSArchitecture}";

    private static string Load() => string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]);
}
