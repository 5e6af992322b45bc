using System.CommandLine;
using ApiBridge.Cluster.Bench;
using ApiBridge.Cluster.Bench.Reference;

if (args is [ReferenceProgram.Name])
{
    return await ReferenceProgram.RunAsync(TimeProvider.System);
}

// Ctrl-C has to end the servers and the host, which would outlive this process.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) };
return await CommandLine.Build(TimeProvider.System).Parse(args).InvokeAsync(invocation);
