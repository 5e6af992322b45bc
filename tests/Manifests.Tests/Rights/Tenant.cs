using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Samples;
using k8s;
using k8s.Models;

namespace ApiBridge.Manifests.Tests.Rights;

/// <summary>A namespace with a Component of one API, and with ServiceAccounts that have the manifests' rights there.</summary>
internal sealed class Tenant
{
    private const string Group = "oda.tmforum.org";
    private const string Version = "v1";
    private readonly RightsFixture _cluster;
    private readonly string _component;

    private Tenant(RightsFixture cluster, string ns, string component, ObjectKey api) => (_cluster, Namespace, _component, Api) = (cluster, ns, component, api);

    public string Namespace { get; }

    /// <summary>The API.</summary>
    public ObjectKey Api { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ICustomObjectsOperations Objects => _cluster.Client.CustomObjects;

    /// <summary>Makes one.</summary>
    /// <param name="cluster">Where.</param>
    /// <param name="rights">The rights of its ServiceAccounts.</param>
    /// <param name="without">What they lack; null for nothing.</param>
    public static async Task<Tenant> CreateAsync(RightsFixture cluster, ProgramRights rights, Grant? without)
    {
        var ns = cluster.NextNamespace();
        var samples = SampleFolder.Read(Path.Combine(AppContext.BaseDirectory, "samples", "shop-orders"))
            .Where(item => item.Namespace == "components").Select(item => In(ns, item)).ToList();
        var api = SampleObject.From("test", JsonNode.Parse(
            $$"""
            { "apiVersion": "{{Group}}/{{Version}}", "kind": "ExposedAPI",
              "metadata": { "name": "{{ns}}", "namespace": "{{ns}}", "labels": { "oda.tmforum.org/componentName": "shop-orders" } },
              "spec": { "name": "{{ns}}", "apiType": "openapi", "implementation": "shop-orders-api", "path": "/{{ns}}", "port": 8080,
                        "specification": { "url": "https://example.org/orders.json" } } }
            """)!);
        await new SampleApplier(cluster.Client, TimeProvider.System).ApplyAsync([.. rights.In(ns, without), .. samples, api], ns, Token);
        var created = await cluster.Client.CustomObjects.GetNamespacedCustomObjectAsync<JsonElement>(Group, Version, ns, "exposedapis", ns, Token);
        return new(cluster, ns, samples.Single(item => item.Kind == "Component").Name, ExposedApi.Parse(created).Key);
    }

    /// <summary>A kubeconfig of one of its ServiceAccounts, whose rights are in force.</summary>
    public async Task<string> SignInAsync(string serviceAccount, ProgramRights rights, Grant? without)
    {
        var kubeconfig = await _cluster.Server.KubeconfigOfAsync(Namespace, serviceAccount, Token);
        using var client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig));
        await Deadline.UntilAsync(
            async () => Allowed(await client.AuthorizationV1.CreateSelfSubjectRulesReviewAsync(
                new() { Spec = new() { NamespaceProperty = Namespace } }, cancellationToken: Token)),
            allowed => rights.Of(serviceAccount).All(grant => allowed.Contains((grant.Group, grant.Resource, grant.Verb)) == (grant != without)),
            $"{serviceAccount} had its rights in {Namespace}");
        return kubeconfig;
    }

    /// <summary>What the Component operator does: enters the API into the Component's status.</summary>
    public Task EnterApiAsync(bool hasStatusSubresource)
    {
        var patch = new V1Patch(
            new JsonObject { ["status"] = new JsonObject { ["coreAPIs"] = new JsonArray(new JsonObject { ["name"] = Api.Name, ["uid"] = Api.Uid }) } }.ToJsonString(),
            V1Patch.PatchType.MergePatch);
        return hasStatusSubresource
            ? Objects.PatchNamespacedCustomObjectStatusAsync<JsonElement>(patch, Group, Version, Namespace, "components", _component, cancellationToken: Token)
            : Objects.PatchNamespacedCustomObjectAsync<JsonElement>(patch, Group, Version, Namespace, "components", _component, cancellationToken: Token);
    }

    public Task ChangePathAsync(string path) => Objects.PatchNamespacedCustomObjectAsync<JsonElement>(
        new V1Patch(new JsonObject { ["spec"] = new JsonObject { ["path"] = path } }.ToJsonString(), V1Patch.PatchType.MergePatch),
        Group, Version, Namespace, "exposedapis", Api.Name, cancellationToken: Token);

    public Task DeleteApiAsync() => Objects.DeleteNamespacedCustomObjectAsync<JsonElement>(
        Group, Version, Namespace, "exposedapis", Api.Name, cancellationToken: Token);

    public async Task<bool> HasApiAsync() =>
        (await Objects.ListNamespacedCustomObjectAsync<JsonElement>(Group, Version, Namespace, "exposedapis", cancellationToken: Token)).Items("items").Any();

    public async Task<ExposedApi> ReadApiAsync() => ExposedApi.Parse(
        await Objects.GetNamespacedCustomObjectAsync<JsonElement>(Group, Version, Namespace, "exposedapis", Api.Name, Token));

    public async Task<string> ReadEntryUrlAsync()
    {
        var component = await Objects.GetNamespacedCustomObjectAsync<JsonElement>(Group, Version, Namespace, "components", _component, Token);
        return Assert.Single(component.Items("status/coreAPIs")).Text("url");
    }

    public async Task<IEnumerable<int?>> ReadEventCountsAsync() =>
        (await _cluster.Client.CoreV1.ListNamespacedEventAsync(Namespace, cancellationToken: Token)).Items.Select(item => item.Count);

    private static HashSet<(string Group, string Resource, string Verb)> Allowed(V1SelfSubjectRulesReview review) =>
    [
        .. from rule in review.Status.ResourceRules
           from @group in rule.ApiGroups
           from resource in rule.Resources
           from verb in rule.Verbs
           select (@group, resource, verb),
    ];

    private static SampleObject In(string ns, SampleObject item)
    {
        var json = (JsonObject)item.Json.DeepClone();
        json["metadata"]!["namespace"] = ns;
        return SampleObject.From(item.File, json);
    }
}
