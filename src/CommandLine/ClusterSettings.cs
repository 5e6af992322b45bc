using System.CommandLine;
using ApiBridge.Dashboard;
using ApiBridge.Reconciliation;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;
using ApiBridge.Shared.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ApiBridge.CommandLine;

/// <summary>
/// The options by which a command finds the cluster, with the rights of whoever runs it, and the scope that the programs have. What is not given is read from
/// the Functions app's settings and the environment, and the kubeconfig then as kubectl finds it.
/// </summary>
internal sealed class ClusterSettings
{
    private readonly Option<string?> _file = Text("--settings", $"A file like the Functions app's {Settings.DefaultFile}. Default: that of this folder, if there is one.");
    private readonly Option<string?> _kubeconfig = Text("--kubeconfig", "The kubeconfig of whoever asks. Default: as kubectl finds it.");
    private readonly Option<string?> _context = Text("--context", "The kubeconfig's context. Default: its current one.");
    private readonly Option<string?> _server = Text("--server", "The URL of an API server that asks for no credentials, in place of a kubeconfig.");
    private readonly Option<string?> _namespaces = Text("--scope-namespaces", $"The namespaces in scope, as the setting has them. Default: {ScopeOptions.Section}:Namespaces, or else all.");
    private readonly Option<string?> _selector = Text("--scope-labels", $"The label selector in scope, as the setting has it. Default: {ScopeOptions.Section}:LabelSelector, or else all.");
    private readonly Option<string?> _storage = Text("--storage", "The connection string of the storage account. Default: AzureWebJobsStorage.");
    private readonly Option<string?> _events = Text("--events-queue", "The live queue. Default: ApiEventsQueue, or else api-events.");

    /// <summary>Adds the options to a command and all that is below it.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new[] { _file, _kubeconfig, _context, _server, _namespaces, _selector, _storage, _events })
        {
            option.Recursive = true;
            command.Options.Add(option);
        }
    }

    /// <summary>The settings in force: the command line's, the environment's, the file's. Each is checked when it is first asked for.</summary>
    /// <returns>What the programs share, by their options.</returns>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    /// <exception cref="OptionsValidationException">The mode is none.</exception>
    public ServiceProvider Read(ParseResult parsed)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddSharedOptions(Check(parsed));
        return services.BuildServiceProvider();
    }

    /// <summary>The worker's own parts with the same settings, put together so that they can write nothing to cluster or gateway.</summary>
    /// <returns>The parts. Nothing was asked of the cluster yet.</returns>
    /// <exception cref="IOException">The settings file can't be read.</exception>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    /// <exception cref="OptionsValidationException">The mode is none.</exception>
    public ServiceProvider OpenToObserve(ParseResult parsed)
    {
        var settings = new ConfigurationBuilder()
            .AddConfiguration(Check(parsed))
            .AddInMemoryCollection([new($"{ModeOptions.Section}:{nameof(ModeOptions.Mode)}", nameof(WorkMode.Observe))])
            .Build();
        return new ServiceCollection().AddLogging().AddReconciliation(settings).BuildServiceProvider();
    }

    /// <summary>What a dashboard looks at with the same settings.</summary>
    /// <returns>That. Nothing was asked of the cluster yet.</returns>
    /// <exception cref="IOException">The settings file can't be read.</exception>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    /// <exception cref="OptionsValidationException">A setting can't be used.</exception>
    public DashboardSources OpenDashboard(ParseResult parsed, TimeProvider time) => DashboardSources.Read(Check(parsed), time);

    // As the programs do at their start: what is mistyped has no effect on them either, and is told; a mode that is none stops them.
    private IConfiguration Check(ParseResult parsed)
    {
        var given = Configure(parsed);
        foreach (var (setting, nearest) in KnownSettings.UnknownIn(given))
        {
            parsed.InvocationConfiguration.Error.WriteLine(
                $"apibridge: {ProblemLine.Of($"{setting} is no setting, so it has no effect: the one most like it is {nearest}")}");
        }

        var mode = new ModeOptions();
        mode.Read(given);
        return mode.Problems().ToList() is { Count: > 0 } problems ? throw new OptionsValidationException(nameof(ModeOptions), typeof(ModeOptions), problems) : given;
    }

    private IConfiguration Configure(ParseResult parsed)
    {
        var kubeconfig = parsed.GetValue(_kubeconfig);
        var isGiven = kubeconfig is not null || parsed.GetValue(_context) is not null;
        return Settings.Configure(parsed.GetValue(_file), new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            // An address without credentials, such as a local run's, is not what whoever names a kubeconfig means.
            [$"{KubernetesOptions.Section}:Server"] = parsed.GetValue(_server) ?? (isGiven ? string.Empty : null),
            [$"{KubernetesOptions.Section}:Kubeconfig"] = kubeconfig,
            [$"{KubernetesOptions.Section}:Context"] = parsed.GetValue(_context),
            [$"{ScopeOptions.Section}:Namespaces"] = parsed.GetValue(_namespaces),
            [$"{ScopeOptions.Section}:LabelSelector"] = parsed.GetValue(_selector),
            [StorageOptions.Section] = parsed.GetValue(_storage),
            ["ApiEventsQueue"] = parsed.GetValue(_events),
        });
    }

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };
}
