using System.ComponentModel;
using System.Diagnostics;

namespace ApiBridge.TestServers;

/// <summary>The kubectl on this machine.</summary>
public static class KubectlProgram
{
    private static readonly Lazy<bool> OnPath = new(Find);

    /// <summary>Whether there is one.</summary>
    public static bool IsOnPath => OnPath.Value;

    private static bool Find()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("kubectl", ["version", "--client"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // There is no such program.
        }
    }
}
