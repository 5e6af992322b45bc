using System.CommandLine;
using ApiBridge.LocalStack;
using ApiBridge.LocalStack.Azurite;
using ApiBridge.LocalStack.QueueTriggers;
using ApiBridge.LocalStack.Samples;

var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
try
{
    return await CommandLine.Build(TimeProvider.System).Parse(args).InvokeAsync(invocation);
}
catch (Exception exception) when (exception is AzuriteException or HostJsonException or InvalidSampleException or IOException)
{
    await Console.Error.WriteLineAsync($"apibridge: {exception.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("apibridge: stopped.");
    return 130;
}
