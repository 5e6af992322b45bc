using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Samples;
using ApiBridge.TestServers;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ApiBridge.Reconciliation.Tests.RealServers;

/// <summary>A real API server with a Canvas's definitions: as they are today, and in a second group with status subresources.</summary>
public sealed class CanvasCluster : IAsyncDisposable
{
    private const string Soon = "soon.oda.tmforum.org";

    private CanvasCluster(RealKubernetes server)
    {
        Server = server;
        Client = new(KubernetesClientConfiguration.BuildConfigFromConfigFile(server.KubeconfigPath));
    }

    /// <summary>The server.</summary>
    public RealKubernetes Server { get; }

    /// <summary>A client that may do anything.</summary>
    public k8s.Kubernetes Client { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The group whose resources have a status subresource, or have none.</summary>
    public static string GroupOf(bool hasStatus) => hasStatus ? Soon : CanvasDefinitions.Group;

    /// <summary>Starts a server that serves all definitions.</summary>
    public static async Task<CanvasCluster> StartAsync(KubernetesFlavor flavor)
    {
        var cluster = new CanvasCluster(await RealKubernetes.StartAsync(new() { Flavor = flavor }));
        try
        {
            foreach (var hasStatus in new[] { false, true })
            {
                var group = GroupOf(hasStatus);
                await cluster.DefineAsync(
                    CanvasDefinitions.ExposedApis(group, hasStatus), CanvasDefinitions.Components(group, hasStatus), CanvasDefinitions.OlderApis(group, hasStatus));
            }

            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync(); // Its processes would outlive the run.
            throw;
        }
    }

    /// <summary>Defines custom resources and waits until each version of them is served.</summary>
    public async Task DefineAsync(params SampleObject[] definitions)
    {
        foreach (var definition in definitions)
        {
            await Client.CustomObjects.CreateClusterCustomObjectAsync<JsonElement>(
                JsonSerializer.SerializeToElement(definition.Json), definition.Group, definition.Version, "customresourcedefinitions");
            var spec = definition.Json["spec"]!;
            foreach (var version in spec["versions"]!.AsArray().Select(version => version!["name"]!.ToString()))
            {
                await IsServedAsync(new(spec["group"]!.ToString(), version, spec["names"]!["plural"]!.ToString()));
            }
        }
    }

    /// <summary>Replaces a definition's versions and waits until the server says that their status is a subresource.</summary>
    public async Task ChangeDefinitionAsync(SampleObject definition)
    {
        var spec = definition.Json["spec"]!;
        var patch = new JsonObject { ["spec"] = new JsonObject { ["versions"] = spec["versions"]!.DeepClone() } };
        await Client.ApiextensionsV1.PatchCustomResourceDefinitionAsync(
            new V1Patch(patch.ToJsonString(), V1Patch.PatchType.MergePatch), definition.Name, cancellationToken: Token);
        var status = $"{spec["names"]!["plural"]}/status";
        await Deadline.UntilAsync(
            () => ResourcesAsync(spec["group"]!.ToString(), "v1"), served => served.Any(item => item.Name == status), $"{status} is served");
    }

    /// <summary>Removes a definition and waits until no version of it is served.</summary>
    public async Task RemoveDefinitionAsync(SampleObject definition)
    {
        await Client.ApiextensionsV1.DeleteCustomResourceDefinitionAsync(definition.Name, cancellationToken: Token);
        var spec = definition.Json["spec"]!;
        foreach (var version in spec["versions"]!.AsArray().Select(version => version!["name"]!.ToString()))
        {
            await Deadline.UntilAsync(
                () => ResourcesAsync(spec["group"]!.ToString(), version), served => !served.Any(), $"{definition.Name} {version} is not served any more");
        }
    }

    /// <summary>A namespace that no other test uses.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> NewNamespaceAsync()
    {
        var name = $"test-{Guid.NewGuid():N}"[..13];
        await Client.CoreV1.CreateNamespaceAsync(new() { Metadata = new() { Name = name } }, cancellationToken: Token);
        return name;
    }

    /// <summary>The Kubernetes Events of a namespace.</summary>
    public async Task<IList<Corev1Event>> EventsAsync(string ns) => (await Client.CoreV1.ListNamespacedEventAsync(ns, cancellationToken: Token)).Items;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }

    private Task<IEnumerable<V1APIResource>> IsServedAsync(GroupVersionResource resource) => Deadline.UntilAsync(
        () => ResourcesAsync(resource.Group, resource.Version), served => served.Any(item => item.Name == resource.Plural), $"{resource} is served");

    private async Task<IEnumerable<V1APIResource>> ResourcesAsync(string group, string version)
    {
        try
        {
            return (await Client.CustomObjects.GetAPIResourcesAsync(group, version)).Resources;
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode is HttpStatusCode.NotFound)
        {
            return []; // Not yet.
        }
    }
}
