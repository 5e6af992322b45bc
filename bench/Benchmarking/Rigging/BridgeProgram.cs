namespace ApiBridge.Benchmarking.Rigging;

/// <summary>The bridge as it can be started.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">What it is given before anything else.</param>
/// <param name="Description">For people.</param>
internal sealed record BridgeProgram(string FileName, IReadOnlyList<string> Arguments, string Description)
{
    /// <summary>The build that lies beside this program.</summary>
    public static BridgeProgram Jit => new("dotnet", [Path.Combine(AppContext.BaseDirectory, "ApiBridge.EventBridge.dll")], "JIT bridge");

    /// <summary>A native binary.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static BridgeProgram Native(FileInfo binary) => binary.Exists
        ? new(binary.FullName, [], "native bridge")
        : throw new FileNotFoundException($"{binary} is not there: let make bench publish it, name another by --binary, or take --jit.");
}
