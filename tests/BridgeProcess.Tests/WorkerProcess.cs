using System.Diagnostics;

namespace ApiBridge.BridgeProcess.Tests;

/// <summary>A worker as a process of its own: the local stack's command, which runs what the Functions app runs.</summary>
internal sealed class WorkerProcess : ProductProcess
{
    private WorkerProcess(ProcessStartInfo start)
        : base(start)
    {
    }

    /// <summary>Whether it had begun to work on APIs.</summary>
    public bool HasWorked => Log.Any(line => line.Contains("adopted", StringComparison.Ordinal) || line.Contains("is Accepted", StringComparison.Ordinal));

    /// <summary>Waits until it has, or there is no time left.</summary>
    public Task WorksAsync(CancellationToken timeout) =>
        Deadline.UntilAsync(() => HasWorked || HasExited || timeout.IsCancellationRequested, "it worked on an API", TimeSpan.FromMinutes(2));

    public static WorkerProcess Start(IEnumerable<(string Setting, string Value)> settings, string hostJson)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ApiBridge.LocalStack.dll"), "worker", "--host-json", hostJson]);
        foreach (var (setting, value) in settings)
        {
            start.Environment[setting.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return new(start);
    }
}
