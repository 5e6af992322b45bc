using System.CommandLine;
using ApiBridge.LocalStack;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Http;

LoopbackTraffic.KeepFromProxies();
var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(75) };
try
{
    var parsed = CommandLine.Build(TimeProvider.System).Parse(args);
    foreach (var problem in parsed.Errors)
    {
        await Console.Error.WriteLineAsync($"apibridge: {ProblemLine.Of(problem.Message)} (--help tells more)");
    }

    return parsed.Errors.Count > 0 ? 1 : await parsed.InvokeAsync(invocation);
}
catch (Exception exception) when (FailureReport.Of(exception) is { } report)
{
    foreach (var line in report.Lines)
    {
        await Console.Error.WriteLineAsync($"apibridge: {line}");
    }

    return report.ExitCode;
}
