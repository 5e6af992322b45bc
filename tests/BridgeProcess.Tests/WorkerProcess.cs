using System.Diagnostics;
using ApiBridge.LocalStack.Functions;

namespace ApiBridge.BridgeProcess.Tests;

/// <summary>The Functions app under a host: two processes, of which the host is the one that is seen here.</summary>
internal sealed class WorkerProcess : ProductProcess
{
    private const string HostSettings = "AzureFunctionsJobHost__extensions__queues__";

    private WorkerProcess(ProcessStartInfo start)
        : base(start)
    {
    }

    /// <summary>Whether it had begun to work on APIs.</summary>
    public bool HasWorked => Log.Any(line => line.Contains("Executing 'Functions.", StringComparison.Ordinal));

    /// <summary>Waits until it has, or there is no time left.</summary>
    public Task WorksAsync(CancellationToken timeout) =>
        Deadline.UntilAsync(() => HasWorked || HasExited || timeout.IsCancellationRequested, "it worked on an API", TimeSpan.FromMinutes(2));

    /// <summary>Waits until it takes messages.</summary>
    /// <returns>Where its HTTP functions and the host's admin endpoints are.</returns>
    public async Task<Uri> ServesAsync()
    {
        var line = await SaysAsync("Host started. The app is served at ");
        return new(line.Split(' ').Single(word => word.StartsWith("http://", StringComparison.Ordinal)));
    }

    public static WorkerProcess Start(IEnumerable<(string Setting, string Value)> settings)
    {
        var host = HostChoice.Own();
        var start = new ProcessStartInfo(host.Command[0], [.. host.Command.Skip(1), "--script-root", host.App, "--port", "0"]);
        foreach (var (setting, value) in settings)
        {
            start.Environment[setting.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        start.Environment[HostSettings + "maxPollingInterval"] = "00:00:00.500";
        start.Environment[HostSettings + "visibilityTimeout"] = "00:00:01";
        return new(start);
    }
}
