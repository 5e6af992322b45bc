using System.CommandLine;
using ApiBridge.Worker.Bench;

// Ctrl-C has to end the servers and the host, which would outlive this process.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) };
return await CommandLine.Build(TimeProvider.System).Parse(args).InvokeAsync(invocation);
