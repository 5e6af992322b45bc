using System.Diagnostics;
using System.Globalization;

namespace ApiBridge.TestServers;

/// <summary>The script that a pod runs before its host is told to end.</summary>
public sealed class PreStopHook : ProductProcess
{
    private PreStopHook(ProcessStartInfo start)
        : base(start)
    {
    }

    /// <summary>Runs it beside a host.</summary>
    /// <param name="port">The host's port.</param>
    /// <param name="seconds">How long it waits at most.</param>
    /// <param name="settings">What is set in the pod.</param>
    /// <returns>The process.</returns>
    public static PreStopHook Start(int port, int seconds, params IEnumerable<(string Name, string Value)> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var start = new ProcessStartInfo("bash", [Path.Combine(HostProcess.AppSources, "drain.sh"), seconds.ToString(CultureInfo.InvariantCulture)]);
        start.Environment["ASPNETCORE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://+:{port}");
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return new(start);
    }
}
