using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Canvas;
using ApiBridge.LocalStack.Kubernetes;
using ApiBridge.LocalStack.Kubernetes.Serving;
using Microsoft.Extensions.Logging.Abstractions;

namespace ApiBridge.LocalStack.Tests.Canvas;

/// <summary>A cluster with the Canvas's custom resources and a running operator.</summary>
internal sealed class CanvasCluster : IAsyncDisposable
{
    public const string Namespace = "components";

    private readonly IAsyncDisposable _server;
    private readonly k8s.Kubernetes _kubernetes;
    private readonly ComponentOperator _operator;

    private CanvasCluster(IAsyncDisposable server, k8s.KubernetesClientConfiguration configuration, ComponentOperatorOptions options, TimeProvider time)
    {
        _server = server;
        _kubernetes = new k8s.Kubernetes(configuration);
        _operator = new ComponentOperator(_kubernetes, options, time, NullLogger<ComponentOperator>.Instance);
        Api = new CanvasApi(_kubernetes);
    }

    public CanvasApi Api { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<CanvasCluster> StartAsync(ComponentOperatorOptions options, bool real = false, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        var cluster = real ? await RealAsync(options, time) : await EmulatedAsync(options, time);
        await cluster.InstallAsync();
        await cluster._operator.StartAsync(Token);
        return cluster;
    }

    public Task<JsonObject> CreateComponentAsync() =>
        Api.CreateAsync(CanvasApi.Components, Namespace, Samples.Component(), Token);

    public async Task<JsonObject> ComponentAsync() => (await Api.GetAsync(CanvasApi.Components, Namespace, "shop-orders", Token))!;

    public Task<JsonObject?> ExposedApiAsync(string name) => Api.GetAsync(CanvasApi.ExposedApis, Namespace, name, Token);

    public async Task<IReadOnlyList<string>> ExposedApiNamesAsync() =>
        [.. (await Api.ListAsync(CanvasApi.ExposedApis, Namespace, labelSelector: null, Token))["items"]!.AsArray()
            .Select(item => CanvasApi.Text(item, "metadata", "name")).Order(StringComparer.Ordinal)];

    /// <summary>Tells an ExposedAPI's status the way the gateway's operator does.</summary>
    public Task BindAsync(string name, bool ready) =>
        Api.MergePatchAsync(
            CanvasApi.ExposedApis,
            Namespace,
            name,
            JsonNode.Parse($$"""
                { "status": { "implementation": { "ready": {{(ready ? "true" : "false")}} },
                              "apiStatus": { "name": "{{name}}", "url": "http://gateway/{{name}}", "ip": "203.0.113.10" } } }
                """)!.AsObject(),
            Token);

    public async ValueTask DisposeAsync()
    {
        await _operator.StopAsync(CancellationToken.None);
        _operator.Dispose();
        _kubernetes.Dispose();
        await _server.DisposeAsync();
    }

    private static async Task<CanvasCluster> EmulatedAsync(ComponentOperatorOptions options, TimeProvider time)
    {
        var emulator = await KubernetesApiEmulator.StartAsync(cancellationToken: Token);
        return new CanvasCluster(emulator, new k8s.KubernetesClientConfiguration { Host = emulator.Url.ToString() }, options, time);
    }

    private static async Task<CanvasCluster> RealAsync(ComponentOperatorOptions options, TimeProvider time)
    {
        var server = await RealKubernetes.StartAsync(new RealKubernetesOptions { Flavor = KubernetesFlavor.Mini36 }, Token);
        var configuration = k8s.KubernetesClientConfiguration.BuildConfigFromConfigFile(server.KubeconfigPath);
        return new CanvasCluster(server, configuration, options, time);
    }

    private async Task InstallAsync()
    {
        foreach (var definition in new[] { "components", "exposedapis" })
        {
            await PostAsync("apis/apiextensions.k8s.io/v1/customresourcedefinitions", Samples.Text($"crds/{definition}.oda.tmforum.org.yaml"));
        }

        await PostAsync("api/v1/namespaces", Samples.Text("samples/namespace.yaml"));
        await Deadline.UntilAsync(AreServedAsync, "the custom resources were served");
    }

    private async Task<bool> AreServedAsync()
    {
        try
        {
            await Api.ListAsync(CanvasApi.Components, Namespace, labelSelector: null, Token);
            await Api.ListAsync(CanvasApi.ExposedApis, Namespace, labelSelector: null, Token);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task PostAsync(string path, string yaml)
    {
        using var content = new StringContent(YamlDocument.Parse(yaml)!.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using var response = await _kubernetes.HttpClient.PostAsync(new Uri(_kubernetes.BaseUri, path), content, Token);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
    }
}
