using System.ComponentModel;
using System.Diagnostics;

namespace ApiBridge.CommandLine.Dashboard;

/// <summary>The browser of whoever runs a command.</summary>
internal static class Browser
{
    /// <summary>Opens a page in it.</summary>
    /// <returns>False where there is none, or no screen.</returns>
    public static bool TryOpen(Uri url)
    {
        if (OperatingSystem.IsLinux() && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISPLAY")) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY")))
        {
            return false;
        }

        try
        {
            using var started = Process.Start(new ProcessStartInfo(url.AbsoluteUri) { UseShellExecute = true });
            return true;
        }
        catch (Exception exception) when (exception is Win32Exception or PlatformNotSupportedException)
        {
            return false;
        }
    }
}
