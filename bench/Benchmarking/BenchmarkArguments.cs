using ApiBridge.Benchmarking.Rigging;

namespace ApiBridge.Benchmarking;

/// <summary>What a benchmark program is told about what it measures.</summary>
/// <param name="Binary">The bridge as a native binary.</param>
/// <param name="Jit">Whether the build that a .NET runtime compiles as it runs is measured instead.</param>
/// <param name="Quick">Whether as little is done as shows that a figure can be taken; where a figure knows no less, it takes all.</param>
internal sealed record BenchmarkArguments(FileInfo Binary, bool Jit, bool Quick)
{
    /// <summary>The bridge that is measured.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public BridgeProgram Bridge => Jit ? BridgeProgram.Jit : BridgeProgram.Native(Binary);
}
