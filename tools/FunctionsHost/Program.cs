using System.CommandLine;
using ApiBridge.FunctionsHost;
using ApiBridge.Shared.Http;

LoopbackTraffic.KeepFromProxies();
var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
try
{
    return await CommandLine.Build(TimeProvider.System).Parse(args).InvokeAsync(invocation);
}
catch (FunctionsHostException exception)
{
    await Console.Error.WriteLineAsync($"functionshost: {exception.Message}");
    return 1;
}
