using System.CommandLine;
using ApiBridge.FunctionsHost;
using ApiBridge.Shared.Http;

LoopbackTraffic.KeepFromProxies();
var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
try
{
    var parsed = CommandLine.Build(TimeProvider.System).Parse(args);
    foreach (var problem in parsed.Errors)
    {
        await Console.Error.WriteLineAsync($"functionshost: {ProblemLine.Of(problem.Message)} (--help tells more)");
    }

    return parsed.Errors.Count > 0 ? 1 : await parsed.InvokeAsync(invocation);
}
catch (FunctionsHostException exception)
{
    await Console.Error.WriteLineAsync($"functionshost: {ProblemLine.Of(exception.Message)}");
    return 1;
}
