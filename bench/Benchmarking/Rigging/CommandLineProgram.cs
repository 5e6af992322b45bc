using ApiBridge.LocalStack.Functions;

namespace ApiBridge.Benchmarking.Rigging;

/// <summary>The command line as it was built, in its own folder: what lies beside a benchmark is of the benchmark's versions.</summary>
internal static class CommandLineProgram
{
    /// <summary>Its assembly, for <c>dotnet</c>.</summary>
    /// <exception cref="FunctionsException">It is not built.</exception>
    public static string Find() => Path.Combine(BuiltPrograms.Folder("src", "CommandLine"), "apibridge.dll");
}
