using ApiBridge.LocalStack.Gateway;
using ApiBridge.LocalStack.Samples;
using k8s;
using k8s.Models;

namespace ApiBridge.Manifests.Tests.Rights;

/// <summary>A real kube-apiserver with RBAC and the Canvas's definitions, and a gateway for all tests.</summary>
public sealed class RightsFixture : IAsyncLifetime
{
    private const string Group = "oda.tmforum.org";
    private static readonly string[] Plurals = ["exposedapis", "components"];
    private RealKubernetes? _server;
    private Kubernetes? _client;
    private GatewaySimulator? _gateway;
    private int _tenants;

    /// <summary>Why it can't run here; null when it can.</summary>
    public static string? Missing => !RealKubernetes.IsAvailable ? RealKubernetes.Unavailable : Kubectl.IsAvailable ? null : Kubectl.Unavailable;

    /// <summary>The server.</summary>
    public RealKubernetes Server => _server!;

    /// <summary>Its administrator.</summary>
    public Kubernetes Client => _client!;

    /// <summary>The gateway.</summary>
    public GatewaySimulator Gateway => _gateway!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Missing is null)
        {
            _server = await RealKubernetes.StartAsync(cancellationToken: Token);
            _client = new(KubernetesClientConfiguration.BuildConfigFromConfigFile(_server.KubeconfigPath));
            _gateway = await GatewaySimulator.StartAsync(new(), TimeProvider.System, Token);
            await new SampleApplier(_client, TimeProvider.System).ApplyDefinitionsAsync(SampleFolder.Read(Path.Combine(AppContext.BaseDirectory, "crds")), Token);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await (_gateway?.DisposeAsync() ?? ValueTask.CompletedTask);
        _client?.Dispose();
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>The name of a namespace that no other test uses.</summary>
    public string NextNamespace() => $"tenant-{Interlocked.Increment(ref _tenants)}";

    /// <summary>Makes the status of ExposedAPIs and Components a subresource, or a part of the object like any other.</summary>
    public async Task HaveStatusSubresourceAsync(bool has)
    {
        foreach (var plural in Plurals)
        {
            var definition = await Client.ApiextensionsV1.ReadCustomResourceDefinitionAsync($"{plural}.{Group}", cancellationToken: Token);
            foreach (var version in definition.Spec.Versions)
            {
                version.Subresources = has ? new V1CustomResourceSubresources { Status = new object() } : null;
            }

            await Client.ApiextensionsV1.ReplaceCustomResourceDefinitionAsync(definition, definition.Metadata.Name, cancellationToken: Token);
        }

        await Deadline.UntilAsync(
            async () => await Client.CustomObjects.GetAPIResourcesAsync(Group, "v1", Token),
            served => Plurals.All(plural => served.Resources.Any(resource => resource.Name == $"{plural}/status") == has),
            has ? "the status became a subresource" : "the status was no subresource");
    }
}
