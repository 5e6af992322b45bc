using System.CommandLine;
using ApiBridge.LocalStack.Functions;

namespace ApiBridge.LocalStack;

/// <summary>The command <c>functions</c>: the Functions app under the real host, with what its settings name and nobody serves yet.</summary>
internal static class FunctionsCommand
{
    private static readonly Option<string?> App = new("--app") { Description = "A folder with the built app. Default: it is built." };
    private static readonly Option<int> Port = CommandLine.Port("--port", "the app", 7071);
    private static readonly Option<int> BridgePort = CommandLine.Port("--bridge-port", "the bridge", 5000);

    /// <summary>The command.</summary>
    /// <param name="time">The clock of all that is started.</param>
    public static Command Build(TimeProvider time)
    {
        var command = new Command("functions", "Runs the Functions app under the real host, with what its settings name and nobody serves yet.")
        {
            App, Port, BridgePort, CommandLine.Kubeconfig, CommandLine.Logs,
        };
        command.SetAction((parsed, cancellationToken) => new FunctionsRun(
            new()
            {
                App = parsed.GetValue(App),
                Port = parsed.GetValue(Port),
                BridgePort = parsed.GetValue(BridgePort),
                Kubeconfig = parsed.GetValue(CommandLine.Kubeconfig),
                LogFolder = parsed.GetValue(CommandLine.Logs)!,
            },
            Console.Out,
            time).RunAsync(cancellationToken));
        return command;
    }
}
