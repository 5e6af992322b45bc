using System.Diagnostics;

namespace ApiBridge.Dashboard.Tests;

/// <summary><c>apibridge dashboard</c> as a process, as a user starts it.</summary>
public sealed class DashboardProcess : ProductProcess
{
    private DashboardProcess(ProcessStartInfo start)
        : base(start)
    {
    }

    /// <summary>Where a browser finds it.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>The same without the token.</summary>
    public Uri Root => new(Url, "/");

    /// <summary>Starts it, and waits for its URL.</summary>
    /// <param name="arguments">Beside those that every test needs.</param>
    /// <param name="settings">The settings, as environment variables.</param>
    public static async Task<DashboardProcess> StartAsync(IReadOnlyList<string> arguments, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "apibridge.dll"), "dashboard", "--no-browser", .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var process = new DashboardProcess(start);
        process.Url = new((await process.SaysAsync("http://127.0.0.1:", "it printed its URL")).Trim());
        return process;
    }

    private Task<string> SaysAsync(string text, string what) => SaysAsync(line => line.Contains(text, StringComparison.Ordinal) && line.Contains("?token=", StringComparison.Ordinal), what);
}
