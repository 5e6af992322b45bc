using System.Diagnostics;
using System.Globalization;

namespace ApiBridge.FunctionsHost.Tests;

/// <summary>The script that a pod runs before its host is told to end.</summary>
internal sealed class PreStopHook : ProductProcess
{
    private const string Seconds = "60";

    private PreStopHook(ProcessStartInfo start)
        : base(start)
    {
    }

    /// <summary>Runs it beside a host.</summary>
    /// <param name="port">The host's port.</param>
    /// <param name="settings">What is set in the pod.</param>
    public static PreStopHook Start(int port, params IEnumerable<(string Name, string Value)> settings)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(HostProcess.AppSources, "drain.sh"), Seconds]);
        start.Environment["ASPNETCORE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://+:{port}");
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return new(start);
    }
}
