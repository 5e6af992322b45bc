using System.CommandLine;
using ApiBridge.LocalStack.QueueTriggers;
using ApiBridge.LocalStack.Running;

namespace ApiBridge.LocalStack;

/// <summary>
/// The <c>worker</c> command: one more worker, with nothing around it. Like a Functions app it takes its settings from the environment.
/// </summary>
internal static class WorkerCommand
{
    private const string Storage = "AzureWebJobsStorage";

    private static readonly Option<string> HostJsonFile = new("--host-json")
    {
        Description = "The host.json whose queue settings are followed. Default: the product's own.",
        DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "host.json"),
    };

    /// <summary>The command.</summary>
    public static Command Build(TimeProvider time)
    {
        var command = new Command("worker", "Runs one worker on queues, a cluster and a gateway that are there already, as the environment's settings say.")
        {
            HostJsonFile,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(HostJsonFile)!, time, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string hostJson, TimeProvider time, CancellationToken cancellationToken)
    {
        var storage = Environment.GetEnvironmentVariable(Storage);
        if (string.IsNullOrEmpty(storage))
        {
            await Console.Error.WriteLineAsync($"apibridge: {Storage} is not set: give the connection string of the storage account with the queues");
            return 1;
        }

        using var worker = WorkerHost.Build([], storage, HostJson.Read(hostJson), new MessageLog(time), LogToConsole, time);
        await worker.RunAsync(cancellationToken);
        return 0;
    }

    private static void LogToConsole(ILoggingBuilder logging) => logging.AddSimpleConsole(static console =>
    {
        console.SingleLine = true;
        console.TimestampFormat = "HH:mm:ss.fff ";
    });
}
