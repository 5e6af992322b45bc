using System.CommandLine;
using System.Globalization;
using System.Net;
using ApiBridge.LocalStack.Functions;
using ApiBridge.LocalStack.Progress;
using ApiBridge.LocalStack.Running;
using Spectre.Console;

namespace ApiBridge.LocalStack;

/// <summary>The options of <c>make run</c>, and the commands beside it.</summary>
internal static class CommandLine
{
    private static readonly Option<string> Logs = new("--logs")
    {
        Description = "The folder for the log files.",
        DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "apibridge", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)),
    };

    private static readonly Option<bool> Once = new("--once") { Description = "End when every API is ready and its URL answers: exit code 0, or 1 with the reason, some seconds after a minute at the latest." };

    private static readonly Option<string> Samples = new("--samples")
    {
        Description = "The folder of Kubernetes objects to apply.",
        DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "samples", "shop-orders"),
    };

    private static readonly Option<bool> Yes = new("--yes") { Description = "Work on the cluster of --kubeconfig without asking." };

    private static readonly Option<bool> ComponentOperator = new("--component-operator")
    {
        Description = "Run the stand-in for the Canvas's Component operator on a cluster of yours, too. The emulator always has it.",
    };

    private static readonly Option<bool> NoWorker = new("--no-worker")
    {
        Description = "Run everything but the worker, on the ports that local.settings.json.sample names, for a func start beside it.",
    };

    private static readonly Option<string[]> Services = ServiceOption.Create(
        "Where the gateway finds a Service of yours, which may begin with its namespace and a slash; can be repeated.");

    private static readonly Option<int> KubernetesPort = Port("--kubernetes-port", "the Kubernetes API emulator");
    private static readonly Option<int> GatewayPort = Port("--gateway-port", "the gateway simulator");
    private static readonly Option<int> StoragePort = Port("--storage-port", "Azurite's queues");

    /// <summary>The command that runs the demo, with the others below it.</summary>
    public static RootCommand Build(TimeProvider time)
    {
        var command = new RootCommand("Runs ODA API Bridge on this machine, on loopback, and shows sample APIs travel to Ready.")
        {
            Once, Samples, ClusterOptions.Kubeconfig, ClusterOptions.Context, ClusterOptions.Namespaces, Yes, ComponentOperator, NoWorker, Services, KubernetesPort, GatewayPort, StoragePort, Logs,
            GatewayCommand.Build(time),
        };
        command.Validators.Add(ClusterOptions.Check);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, time, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TimeProvider time, CancellationToken cancellationToken)
    {
        var kubeconfig = parsed.GetValue(ClusterOptions.Kubeconfig);
        var sampled = parsed.GetValue(NoWorker);
        var options = new StackOptions
        {
            Kubeconfig = kubeconfig,
            Context = parsed.GetValue(ClusterOptions.Context) ?? string.Empty,
            Namespaces = ClusterOptions.NamespacesOf(parsed.GetValue(ClusterOptions.Namespaces)),
            ComponentOperator = kubeconfig is null || parsed.GetValue(ComponentOperator),
            KubernetesPort = Given(KubernetesPort, sampled ? 8001 : 0),
            GatewayPort = Given(GatewayPort, sampled ? 8080 : 0),
            StoragePort = Given(StoragePort, sampled ? 10001 : 0),
            BlobPort = sampled && parsed.GetValue(StoragePort) == 0 ? 10000 : 0,
            Services = ServiceOption.Of(parsed.GetValue(Services)),
            PublicGateway = true,
            Reachability = true,
            Dashboard = true,
            LogFolder = parsed.GetValue(Logs),
            Functions = sampled ? null : HostChoice.Choose(),
        };
        if (kubeconfig is null)
        {
            // Whatever is started here gets no cluster by accident.
            Environment.SetEnvironmentVariable("KUBECONFIG", value: null);
        }
        else
        {
            // Definitions lie in no namespace: on a cluster of theirs, users install them.
            options = options with { Definitions = null };
            await new ClusterQuestion(Console.IsInputRedirected ? null : Console.In, Console.Out).AskAsync(options, parsed.GetValue(Yes), cancellationToken);
        }

        IProgressView view = Console.IsOutputRedirected ? new LineView(Console.Out) : new TableView(AnsiConsole.Console);
        var demo = new Demo(options, parsed.GetValue(Samples)!, parsed.GetValue(Once), view, Console.Out, time);
        return await demo.RunAsync(cancellationToken);

        int Given(Option<int> port, int usual) => parsed.GetValue(port) is > 0 and var given ? given : usual;
    }

    /// <summary>An option for a TCP port.</summary>
    public static Option<int> Port(string name, string whose, int usual = 0)
    {
        return new(name)
        {
            Description = $"The TCP port of {whose}; 0 takes a free one.",
            DefaultValueFactory = _ => usual,
            CustomParser = result =>
            {
                var text = result.Tokens.Single().Value;
                if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > IPEndPoint.MaxPort)
                {
                    result.AddError($"{name} is '{text}': use 1 to 65535, or 0 for a free one");
                }

                return port;
            },
        };
    }
}
