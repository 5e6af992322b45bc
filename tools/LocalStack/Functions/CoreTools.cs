namespace ApiBridge.LocalStack.Functions;

/// <summary>Azure Functions Core Tools, the program <c>func</c>.</summary>
internal static class CoreTools
{
    private static readonly string[] Names = OperatingSystem.IsWindows() ? ["func.exe", "func.cmd"] : ["func"];

    /// <summary>Where it is.</summary>
    /// <returns>Its path; null when it is not on PATH.</returns>
    public static string? Find() => (
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        from name in Names
        let path = Path.Combine(folder, name)
        where File.Exists(path)
        select path).FirstOrDefault();
}
