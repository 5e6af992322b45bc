using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ApiBridge.LocalStack.Functions;

namespace ApiBridge.TestServers;

/// <summary>The Functions host with an app: two processes, of which the host is the one that is seen here.</summary>
public sealed partial class HostProcess : ProductProcess
{
    // What whoever runs the tests may have set for himself.
    private static readonly string[] Settings = ["Api", "AzureFunctionsJobHost", "AzureWebJobs", "FUNCTIONS_", "KUBERNETES_", "OTEL_"];

    private HostProcess(ProcessStartInfo start)
        : base(start)
    {
    }

    /// <summary>The folder of the app as it is built.</summary>
    public static string BuiltApp => HostChoice.Own().App;

    /// <summary>The folder of the app's sources: above bin, the configuration and the framework.</summary>
    public static string AppSources => Path.GetFullPath(Path.Combine(BuiltApp, "..", "..", ".."));

    /// <summary>Starts it.</summary>
    /// <param name="app">The app's folder.</param>
    /// <param name="settings">The app's settings, with <c>:</c> or <c>__</c> between the parts of a name; null unsets one.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <returns>The process, which is still starting.</returns>
    public static HostProcess Start(string app, IEnumerable<(string Name, string? Value)> settings, int port = 0)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var command = HostChoice.Own().Command;
        var start = new ProcessStartInfo(
            command[0], [.. command.Skip(1), "--script-root", app, "--port", port.ToString(CultureInfo.InvariantCulture)]);
        foreach (var inherited in start.Environment.Keys.Where(name => Settings.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))).ToList())
        {
            start.Environment.Remove(inherited);
        }

        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return new(start);
    }

    /// <summary>Waits until it takes messages and requests.</summary>
    /// <returns>Where.</returns>
    public async Task<Uri> ServesAsync()
    {
        var line = await SaysAsync("Host started. The app is served at ");
        return new(line.Split(' ').Single(word => word.StartsWith("http://", StringComparison.Ordinal)));
    }

    /// <summary>Waits for its first worker.</summary>
    /// <returns>The worker's process id.</returns>
    public Task<int> WorkerAsync() => WorkerAsync(number: 1);

    /// <summary>Waits for one of its workers.</summary>
    /// <param name="number">Which, from 1.</param>
    /// <returns>The worker's process id.</returns>
    public async Task<int> WorkerAsync(int number)
    {
        await SaysAsync(_ => Workers().Count >= number, $"its worker number {number} had loaded the functions");
        return Workers()[number - 1];
    }

    /// <summary>The lines that say something.</summary>
    /// <param name="text">What they have in common.</param>
    /// <returns>The lines, in order.</returns>
    public IReadOnlyList<string> Lines(string text) => [.. Log.Where(line => line.Contains(text, StringComparison.Ordinal))];

    /// <summary>The processes that it has started and that have not ended, on Linux.</summary>
    /// <returns>Their process ids.</returns>
    public IReadOnlyList<string> Children() =>
        File.ReadAllText($"/proc/{Id}/task/{Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private List<int> Workers() =>
        [.. Log.Select(line => Loaded().Match(line)).Where(match => match.Success).Select(match => int.Parse(match.Groups["id"].ValueSpan, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"Worker process (?<id>\d+) has loaded \d+ functions", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Loaded();
}
