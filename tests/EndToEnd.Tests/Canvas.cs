using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Running;
using ApiBridge.LocalStack.Samples;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ApiBridge.EndToEnd.Tests;

/// <summary>What a user does with kubectl, in one namespace.</summary>
internal sealed class Canvas(Stack stack, string ns)
{
    private const string Group = "oda.tmforum.org";
    private const string Version = "v1";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public string Namespace => ns;

    private ICustomObjectsOperations Objects => stack.Cluster.Client.CustomObjects;

    /// <summary>A namespace with the gateway's Ingress in it.</summary>
    public static async Task<Canvas> CreateAsync(Stack stack, string ns)
    {
        var canvas = new Canvas(stack, ns);
        await canvas.ApplyAsync(new JsonObject
        {
            ["apiVersion"] = "networking.k8s.io/v1",
            ["kind"] = "Ingress",
            ["metadata"] = new JsonObject { ["name"] = "apig-operator-uportal" },
            ["spec"] = new JsonObject
            {
                ["defaultBackend"] = new JsonObject
                {
                    ["service"] = new JsonObject { ["name"] = "apig", ["port"] = new JsonObject { ["number"] = 8080 } },
                },
            },
            ["status"] = new JsonObject
            {
                ["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(new JsonObject { ["ip"] = "203.0.113.7" }) },
            },
        });
        return canvas;
    }

    public static JsonObject ApiSpec(string path, string service = "orders-svc", int port = 8080) => new()
    {
        ["name"] = "orders",
        ["apiType"] = "openapi",
        ["implementation"] = service,
        ["path"] = path,
        ["port"] = port,
        ["specification"] = new JsonObject { ["url"] = "https://example.org/orders.json", ["version"] = "v4" },
    };

    /// <summary>The same API in a Component's spec, where a specification is a list.</summary>
    public static JsonObject CoreApi(string path)
    {
        var api = ApiSpec(path);
        api["specification"] = new JsonArray(api["specification"]!.DeepClone());
        return api;
    }

    public Task ApplyAsync(JsonObject item) => new SampleApplier(stack.Cluster.Client, TimeProvider.System)
        .ApplyAsync([SampleObject.From("test", item)], ns, TestContext.Current.CancellationToken);

    public Task ApplyApiAsync(string name, JsonObject spec) => ApplyAsync(Item("ExposedAPI", name, spec));

    public Task ApplyComponentAsync(string name, params JsonObject[] coreApis) => ApplyAsync(Item(
        "Component",
        name,
        new JsonObject
        {
            ["componentMetadata"] = new JsonObject { ["id"] = "C1", ["name"] = name, ["version"] = "1.0.0", ["description"] = "a test's", ["functionalBlock"] = "CoreCommerce", ["publicationDate"] = "2025-01-01T00:00:00Z", ["status"] = "specified" },
            ["coreFunction"] = new JsonObject { ["exposedAPIs"] = new JsonArray([.. coreApis]), ["dependentAPIs"] = new JsonArray() },
            ["eventNotification"] = new JsonObject { ["publishedEvents"] = new JsonArray(), ["subscribedEvents"] = new JsonArray() },
            ["managementFunction"] = new JsonObject { ["exposedAPIs"] = new JsonArray() },
            ["securityFunction"] = new JsonObject { ["canvasSystemRole"] = "Admin", ["exposedAPIs"] = new JsonArray() },
        }));

    public Task SetEndpointAsync(string service, bool ready) => ApplyAsync(new JsonObject
    {
        ["apiVersion"] = "discovery.k8s.io/v1",
        ["kind"] = "EndpointSlice",
        ["metadata"] = new JsonObject { ["name"] = service + "-1", ["labels"] = new JsonObject { ["kubernetes.io/service-name"] = service } },
        ["addressType"] = "IPv4",
        ["endpoints"] = new JsonArray(new JsonObject
        {
            ["addresses"] = new JsonArray("10.0.0.7"),
            ["conditions"] = new JsonObject { ["ready"] = ready },
        }),
        ["ports"] = new JsonArray(),
    });

    public Task PatchSpecAsync(string name, JsonObject spec) => Objects.PatchNamespacedCustomObjectAsync<JsonElement>(
        new V1Patch(new JsonObject { ["spec"] = spec }.ToJsonString(), V1Patch.PatchType.MergePatch),
        Group, Version, ns, "exposedapis", name, cancellationToken: TestContext.Current.CancellationToken);

    public Task DeleteAsync(string plural, string name) => Objects.DeleteNamespacedCustomObjectAsync<JsonElement>(
        Group, Version, ns, plural, name, cancellationToken: TestContext.Current.CancellationToken);

    public async Task<ExposedApi?> FindApiAsync(string name) =>
        await FindAsync("exposedapis", name) is { } found ? ExposedApi.Parse(found) : null;

    public async Task<JsonElement?> FindAsync(string plural, string name)
    {
        try
        {
            return await Objects.GetNamespacedCustomObjectAsync<JsonElement>(
                Group, Version, ns, plural, name, TestContext.Current.CancellationToken);
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode is HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public Task<ExposedApi?> ApiAsync(string name, Func<ExposedApi?, bool> holds, string what) =>
        Deadline.UntilAsync(() => FindApiAsync(name), holds, $"{ns}/{name} {what}", Patience);

    public Task<JsonElement?> ComponentAsync(string name, Func<JsonElement, bool> holds, string what) => Deadline.UntilAsync(
        () => FindAsync("components", name), found => found is { } component && holds(component), $"Component {name} {what}", Patience);

    public Task<string?> GatewayPathAsync(string name, string? path) => Deadline.UntilAsync(
        () => Task.FromResult(PathOf(name)), found => found == path, $"the gateway holds {name} at {path ?? "no path"}", Patience);

    public string EntryOf(string name) => stack.Entries.Of(new(ns, name, Uid: string.Empty)).Name;

    public string? PathOf(string name) =>
        stack.Gateway.Registrations.TryGetValue(EntryOf(name), out var registration) ? registration.GetProperty("path").GetString() : null;

    private static JsonObject Item(string kind, string name, JsonObject spec) => new()
    {
        ["apiVersion"] = $"{Group}/{Version}",
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = spec,
    };
}
