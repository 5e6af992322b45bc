using ApiBridge.LocalStack.Running;
using ApiBridge.LocalStack.Samples;
using k8s;

namespace ApiBridge.EndToEnd.Tests;

/// <summary>The stack on a real kube-apiserver, where the bridge and the workers are the ServiceAccounts of the manifests and have their rights alone.</summary>
public abstract class ServiceAccountsFixture : KubeApiServerFixture
{
    private const string Home = "apibridge";
    private readonly Dictionary<string, string?> _bridge = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _worker = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string? Missing => Kubectl.IsAvailable ? base.Missing : Kubectl.Unavailable;

    /// <summary>Whether the rights are those for single namespaces.</summary>
    protected abstract bool IsSingleNamespace { get; }

    /// <summary>The rights that the cluster is given.</summary>
    /// <param name="rights">Those of the manifests.</param>
    /// <returns>The objects, in order of application.</returns>
    protected virtual IEnumerable<SampleObject> Granted(ProgramRights rights) => rights.All;

    /// <summary>The namespaces that are looked after, as the setting has it.</summary>
    protected virtual string Scope => "*";

    /// <inheritdoc/>
    protected override async Task<string?> StartClusterAsync(CancellationToken cancellationToken)
    {
        var kubeconfig = await base.StartClusterAsync(cancellationToken);
        using var client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig));
        var rights = new ProgramRights(await Manifests.BuildAsync("azurite", IsSingleNamespace));
        await new SampleApplier(client, TimeProvider.System).ApplyAsync(Granted(rights), Home, cancellationToken);
        _bridge["ApiBridge:Kubernetes:Kubeconfig"] = await Server.KubeconfigOfAsync(Home, "apibridge-eventbridge", cancellationToken);
        _worker["ApiBridge:Kubernetes:Kubeconfig"] = await Server.KubeconfigOfAsync(Home, "apibridge-functions", cancellationToken);
        _bridge["ApiBridge:Scope:Namespaces"] = _worker["ApiBridge:Scope:Namespaces"] = Scope;
        return kubeconfig;
    }

    /// <inheritdoc/>
    protected override StackOptions Adjust(StackOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with
        {
            BridgeSettings = _bridge,
            WorkerSettings = new Dictionary<string, string?>(options.WorkerSettings.Concat(_worker), StringComparer.Ordinal),
        };
    }
}
