using System.CommandLine;
using System.Globalization;
using System.Net;

namespace ApiBridge.FunctionsHost;

/// <summary>The program's options, named as those of <c>func start</c>.</summary>
internal static class CommandLine
{
    private static readonly Option<string> ScriptRoot = new("--script-root")
    {
        Description = "The folder with the built Functions app.",
        DefaultValueFactory = _ => Environment.CurrentDirectory,
    };

    private static readonly Option<int> Port = new("--port")
    {
        Description = "The TCP port on 127.0.0.1; 0 takes a free one.",
        DefaultValueFactory = _ => 7071,
        CustomParser = static result =>
        {
            var text = result.Tokens.Single().Value;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > IPEndPoint.MaxPort)
            {
                result.AddError($"--port is '{text}': use 1 to 65535, or 0 for a free one");
            }

            return port;
        },
    };

    public static RootCommand Build(TimeProvider time)
    {
        var command = new RootCommand(
            "Runs an isolated .NET Functions app with queue and HTTP triggers: a small Functions host for machines without Core Tools. "
            + "The app's settings come from the environment.")
        {
            ScriptRoot, Port,
        };
        command.SetAction((parsed, _) => FunctionsHostRun.RunAsync(new() { ScriptRoot = parsed.GetValue(ScriptRoot)!, Port = parsed.GetValue(Port) }, time));
        return command;
    }
}
