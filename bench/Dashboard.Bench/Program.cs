using System.CommandLine;
using ApiBridge.Benchmarking;
using ApiBridge.Dashboard.Bench;

// Ctrl-C has to end the browser and the dashboard, which would outlive this process.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) };
return await BenchmarkProgram.RunAsync(CommandLine.Build(TimeProvider.System), args, invocation);
