using System.CommandLine;
using ApiBridge.LocalStack;
using ApiBridge.Shared.Http;

LoopbackTraffic.KeepFromProxies();
var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(75) };
try
{
    return await CommandLine.Build(TimeProvider.System).Parse(args).InvokeAsync(invocation);
}
catch (Exception exception) when (FailureReport.Of(exception) is { } report)
{
    foreach (var line in report.Lines)
    {
        await Console.Error.WriteLineAsync($"apibridge: {line}");
    }

    return report.ExitCode;
}
