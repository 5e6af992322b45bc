/// <summary>
/// Runs in the worker's process, before the app, as a .NET startup hook. The host holds the other end of the process's standard input, which
/// closes when the host has ended, however it did: then the worker ends, too. It would go on without anybody to answer to.
/// </summary>
#pragma warning disable CA1050, MA0047, IDE0130 // The runtime looks for this name, in no namespace.
internal static class StartupHook
#pragma warning restore CA1050, MA0047, IDE0130
{
    /// <summary>The environment variable with the assemblies whose hooks a .NET process runs.</summary>
    public const string Variable = "DOTNET_STARTUP_HOOKS";

    // As after SIGKILL, which is what ended the host most likely.
    private const int ExitCode = 137;

    private static string Own => typeof(StartupHook).Assembly.Location;

    /// <summary>The variable's value with this hook.</summary>
    /// <param name="others">Its value without; may be null.</param>
    public static string AddedTo(string? others) => string.IsNullOrEmpty(others) ? Own : $"{others}{Path.PathSeparator}{Own}";

    /// <summary>Called by the runtime.</summary>
    public static void Initialize()
    {
        // What the app starts has another standard input.
        var others = (Environment.GetEnvironmentVariable(Variable) ?? string.Empty).Split(Path.PathSeparator).Where(static hook => hook != Own);
        Environment.SetEnvironmentVariable(Variable, string.Join(Path.PathSeparator, others));
        new Thread(EndWithTheHost) { IsBackground = true, Name = "End with the host" }.Start();
    }

    private static void EndWithTheHost()
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
            // The host writes nothing.
        }

        Environment.Exit(ExitCode);
    }
}
