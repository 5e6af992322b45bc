using System.CommandLine;
using ApiBridge.Benchmarking;
using ApiBridge.Cluster.Bench;
using ApiBridge.Cluster.Bench.Reference;

if (args is [ReferenceProgram.Name])
{
    return await ReferenceProgram.RunAsync(TimeProvider.System);
}

// Ctrl-C has to end the servers and the host, which would outlive this process.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) };
return await BenchmarkProgram.RunAsync(CommandLine.Build(TimeProvider.System), args, invocation);
