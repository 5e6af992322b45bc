using System.Diagnostics;
using ApiBridge.Benchmarking.Rigging;

namespace ApiBridge.Dashboard.Bench.Rigging;

/// <summary>A dashboard as its users start it.</summary>
internal sealed class DashboardProgram : IAsyncDisposable
{
    private readonly Process _process;

    private DashboardProgram(Process process, Uri url) => (_process, Url) = (process, url);

    /// <summary>Where the browser finds it.</summary>
    public Uri Url { get; }

    /// <summary>What it has in memory.</summary>
    public ProcessMemory Memory => ProcessMemory.Of(_process.Id);

    /// <summary>Starts it, and waits for its URL.</summary>
    /// <param name="cluster">Where the cluster is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">It ended before it served.</exception>
    public static async Task<DashboardProgram> StartAsync(Uri cluster, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(
            "dotnet", [CommandLineProgram.Find(), "dashboard", "--no-browser", "--server", cluster.OriginalString])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["ApiBridge__Gateway__EntryName"] = "{namespace}.{name}";
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Contains("?token=", StringComparison.Ordinal))
            {
                return new(process, new(line.Trim()));
            }
        }

        process.Dispose();
        throw new InvalidOperationException("The dashboard ended before it served: run apibridge dashboard by hand to see why.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
