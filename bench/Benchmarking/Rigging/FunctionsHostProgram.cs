using ApiBridge.LocalStack.Functions;

namespace ApiBridge.Benchmarking.Rigging;

/// <summary>The Functions app under this repository's host, as it was built beside this program.</summary>
/// <param name="FileName">The program to start.</param>
/// <param name="Arguments">What it is given.</param>
/// <param name="HostJson">The app's host.json.</param>
internal sealed record FunctionsHostProgram(string FileName, IReadOnlyList<string> Arguments, string HostJson)
{
    /// <summary>Finds it.</summary>
    /// <exception cref="FunctionsException">The host, or the app, is not built.</exception>
    public static FunctionsHostProgram Find()
    {
        var host = HostChoice.Own();
        return new(host.Command[0], [.. host.Command.Skip(1), "--script-root", host.App, "--port", "0"], Path.Combine(host.App, "host.json"));
    }
}
