namespace ApiBridge.Benchmarking;

/// <summary>What a benchmark program is told about what it measures.</summary>
/// <param name="Binary">The bridge as a native binary.</param>
/// <param name="Jit">Whether the build that a .NET runtime compiles as it runs is measured instead.</param>
internal sealed record BenchmarkArguments(FileInfo Binary, bool Jit);
