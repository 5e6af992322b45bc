using System.CommandLine;
using ApiBridge.Benchmarking;
using ApiBridge.Reachability.Bench;

// Ctrl-C has to end the servers and the host, which would outlive this process.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) };
return await BenchmarkProgram.RunAsync(CommandLine.Build(TimeProvider.System), args, invocation);
