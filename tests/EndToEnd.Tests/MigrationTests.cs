using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Gateway;
using ApiBridge.LocalStack.Running;
using ApiBridge.LocalStack.Samples;
using ApiBridge.Shared.Gateway;
using k8s;

namespace ApiBridge.EndToEnd.Tests;

/// <summary>
/// The way from the old operator to this product and back, by the commands of docs/migration.md, on objects as that operator left them, on
/// a real kube-apiserver.
/// </summary>
public sealed class MigrationTests : IAsyncLifetime
{
    private const string OldAnnotation = "kopf.zalando.org/last-handled-configuration";
    private const string Link = "https://example.org/orders.json";
    private const string Shop = "shop";

    // What each was written as, and what the old operator, which read all at v1beta4, saw of its specification.
    private static readonly (string Name, string Version, string Specification, string Seen)[] Left =
    [
        ("list-of-objects", "v1beta4", $$"""[{"url":"{{Link}}"}]""", "[{}]"),
        ("list-of-links", "v1beta3", $"""["{Link}"]""", $"""["{Link}"]"""),
        ("one-object", "v1", $$"""{"url":"{{Link}}"}""", "{}"),
        ("leaving", "v1beta4", $$"""[{"url":"{{Link}}"}]""", "[{}]"),
    ];

    private RealKubernetes? _server;
    private k8s.Kubernetes? _client;
    private GatewaySimulator? _gateway;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private CustomObjects Apis => new(_client!, new(CanvasDefinitions.Group, "v1", "exposedapis"), Shop);

    // Entries have the names that the old operator gave them.
    private GatewayEntries Entries => new GatewayOptions { Endpoint = _gateway!.Url.OriginalString }.Entries(string.Empty);

    public async ValueTask InitializeAsync()
    {
        if (!RealKubernetes.IsAvailable || !MigrationGuide.IsAvailable)
        {
            return;
        }

        _server = await RealKubernetes.StartAsync(cancellationToken: Token);
        _client = new(KubernetesClientConfiguration.BuildConfigFromConfigFile(_server.KubeconfigPath));
        _gateway = await GatewaySimulator.StartAsync(new(), TimeProvider.System, Token);
        await new SampleApplier(_client, TimeProvider.System)
            .ApplyDefinitionsAsync([CanvasDefinitions.ExposedApis(), CanvasDefinitions.Components()], Token);
    }

    public async ValueTask DisposeAsync()
    {
        await (_gateway?.DisposeAsync() ?? ValueTask.CompletedTask);
        _client?.Dispose();
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task WhatTheOldOperatorRegisteredIsTakenOverAndGivenBackWithoutLosingARoute()
    {
        Assert.SkipUnless(RealKubernetes.IsAvailable, RealKubernetes.Unavailable);
        Assert.SkipUnless(MigrationGuide.IsAvailable, "there is no kubectl on PATH");
        var guide = new MigrationGuide(_server!.KubeconfigPath);
        await guide.ShellAsync($"""
            kubectl create namespace {Shop}
            kubectl create namespace {MigrationGuide.Namespace}
            kubectl -n {MigrationGuide.Namespace} create deployment {MigrationGuide.Operator} --image=example.org/operator
            """);
        foreach (var (name, version, specification, seen) in Left)
        {
            await LeaveAsync(name, version, specification, seen);
        }

        // What the team sees before it switches: nothing that anybody would notice, and nothing is written.
        await guide.ShellAsync($$$"""
            for version in v1 v1beta1; do
              echo '{"apiVersion":"discovery.k8s.io/'$version'","kind":"EndpointSlice","metadata":{"name":"orders-1","labels":{"{{{EndpointSlice.ServiceLabel}}}":"orders"}},"addressType":"IPv4","endpoints":[{"addresses":["10.0.0.7"],"conditions":{"ready":true}}],"ports":[]}' |
                kubectl -n {{{Shop}}} apply -f - && break
            done
            """);
        var planned = await ObserveAsync();
        var annotations = await AnnotationsAsync();
        Assert.Contains("/shop/list-of-links", await guide.FollowAsync("See what is there"), StringComparison.Ordinal);
        await guide.FollowAsync("Stop the old operator");
        await Apis.DeleteAsync("leaving");
        var before = _gateway!.Calls.Count;

        await using (await StartProductAsync())
        {
            await Deadline.UntilAsync(async () => await Apis.FindAsync("leaving") is null, "what was being deleted is gone");
            await guide.FollowAsync("Wait until all are adopted");
            await ConvergedAsync();

            // Just what was planned. And one was left to be deleted.
            Assert.Equal(planned, _gateway.Calls.Skip(before).Where(call => call.Name != "leaving").Select(call => $"{call.Operation} {call.Name}").Order(StringComparer.Ordinal));

            // One creation an API, which replaces what is there.
            Assert.Equal(
                [
                    (GatewayOperation.Create, "list-of-links"), (GatewayOperation.Create, "list-of-objects"), (GatewayOperation.Create, "one-object"),
                    (GatewayOperation.Remove, "leaving"),
                ],
                _gateway.Calls.Skip(before).Select(call => (call.Operation, call.Name)).Order());
            Assert.Equal(annotations, await AnnotationsAsync());
            Assert.All(await ApisAsync(), api => Assert.Equal([ExposedApi.Finalizer], api.Finalizers));

            await Apis.At("v1beta4").MergeAsync("list-of-objects", new JsonObject { ["spec"] = new JsonObject { ["path"] = "/shop/moved" } });
            await Deadline.UntilAsync(() => _gateway.Paths.ContainsKey("/shop/moved"), "the changed path is on the gateway");
            await ConvergedAsync();
            Assert.Empty(await guide.FollowAsync("Let deletions finish"));
        }

        before = _gateway.Calls.Count;
        await guide.FollowAsync("Release the APIs");
        await guide.FollowAsync("See that none is left");
        await guide.FollowAsync("Start the old operator");

        Assert.Equal(before, _gateway.Calls.Count);
        Assert.Equal(["/shop/list-of-links", "/shop/moved", "/shop/one-object"], _gateway.Paths.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(annotations, await AnnotationsAsync());
        Assert.All(await ApisAsync(), api => Assert.Empty(api.Finalizers));
        foreach (var name in new[] { "list-of-objects", "list-of-links" })
        {
            await AssertOldOperatorIsContentAsync(name);
        }

        await Apis.DeleteAsync("one-object");
        Assert.Null(await Apis.FindAsync("one-object"));
        await guide.FollowAsync("Remove the old operator");
        Assert.All(await AnnotationsAsync(), Assert.Empty);
    }

    // Bridge and worker beside the old operator: what they would call for those that stay.
    private async Task<IReadOnlyList<string>> ObserveAsync()
    {
        var (objects, calls) = (await VersionsAsync(), _gateway!.Calls.Count);
        JsonElement plan;
        await using (var stack = await StartProductAsync("Observe"))
        {
            using var client = new HttpClient();
            await Deadline.UntilAsync(() => stack.Messages.Count >= Left.Length, "a message about each was taken");
            plan = (await client.GetFromJsonAsync<JsonElement>(stack.StatusUrl, Token)).Child("plan");
            await Deadline.UntilAsync(
                async () => (await client.GetFromJsonAsync<JsonElement>(stack.StatusUrl, Token)).Items("queues").All(queue => queue.Number("messages") == 0),
                "all messages were worked on");
        }

        Assert.Equal(objects, await VersionsAsync());
        Assert.Equal(calls, _gateway.Calls.Count);
        Assert.DoesNotContain((await _client!.CoreV1.ListEventForAllNamespacesAsync(cancellationToken: Token)).Items, item => item.InvolvedObject.Kind == "ExposedAPI");
        Assert.Equal(
            ["apibridge-eventbridge-observe"],
            (await _client.CoordinationV1.ListLeaseForAllNamespacesAsync(cancellationToken: Token)).Items
                .Select(lease => lease.Metadata.Name).Where(name => name.StartsWith("apibridge", StringComparison.Ordinal)));
        Assert.Equal(0, plan.Number("surprises"));
        Assert.Equal(Left.Length, plan.Child("counts").Number("Adopt"));
        return [.. plan.Items("apis").Where(api => api.Text("name") != "leaving").SelectMany(api => api.Items("calls")).Select(call => call.GetString()!)
            .Select(call => $"{(call.StartsWith("create ", StringComparison.Ordinal) ? GatewayOperation.Create : GatewayOperation.Remove)} {call.Split(' ')[1]}")
            .Order(StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<string>> VersionsAsync() =>
        [.. (await Apis.ListAsync()).Select(api => api.Child("metadata")).Select(metadata => $"{metadata.Text("name")}@{metadata.Text("resourceVersion")}")];

    /// <summary>An object as the old operator left it: what it told the gateway, and what it and its framework wrote.</summary>
    private async Task LeaveAsync(string name, string version, string specification, string seen)
    {
        var path = $"/shop/{name}";
        var body = new JsonObject
        {
            ["path"] = path,
            ["name"] = name,
            ["specification"] = JsonNode.Parse(seen),
            ["implementation"] = "orders",
            ["port"] = 8080,
        };
        using var client = new HttpClient();
        using var answer = await client.PostAsJsonAsync(new Uri(_gateway!.Url, "/operator/AutoCreation/createAPIFromSwagger"), body, Token);
        var spec = new JsonObject
        {
            ["name"] = "orders",
            ["apiType"] = "openapi",
            ["implementation"] = "orders",
            ["path"] = path,
            ["port"] = 8080,
            ["specification"] = JsonNode.Parse(specification),
        };
        var handled = new JsonObject { ["spec"] = spec.DeepClone() };
        await Apis.At(version).CreateAsync(
            "ExposedAPI",
            name,
            spec,
            new JsonObject
            {
                ["annotations"] = new JsonObject { [OldAnnotation] = handled.ToJsonString() + "\n" },
                ["finalizers"] = new JsonArray(ExposedApi.KopfFinalizer),
            },
            new JsonObject
            {
                ["kopf"] = new JsonObject { ["progress"] = new JsonObject() },
                ["apigBind"] = new JsonObject { ["response"] = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token)), ["spec"] = body.DeepClone() },
                ["implementation"] = new JsonObject { ["ready"] = true },
                ["apiStatus"] = new JsonObject
                {
                    ["name"] = name,
                    ["ip"] = "203.0.113.7",
                    ["url"] = $"http://203.0.113.7{path}",
                    ["developerUI"] = $"http://203.0.113.7{path}/docs/",
                },
            });
    }

    private Task<Stack> StartProductAsync(string mode = "Apply") => Stack.StartAsync(
        new()
        {
            Kubeconfig = _server!.KubeconfigPath,
            ComponentOperator = false,
            WorkerSettings = QuickSettings.Host,
            Settings = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["ApiBridge:Reconcile:Mode"] = mode,
                ["ApiBridge:Gateway:Endpoint"] = _gateway!.Url.OriginalString,

                // The old operator's names, which one namespace's gateway can keep.
                ["ApiBridge:Gateway:EntryName"] = "{name}",
                ["ApiBridge:Scope:Namespaces"] = Shop,
                ["ApiBridge:Gateway:PublicHost"] = "203.0.113.7",
            },
        },
        TimeProvider.System,
        Token);

    private Task ConvergedAsync() => Deadline.UntilAsync(
        async () => (await ApisAsync()).All(api => Convergence.Gap(api, Entries, implementationReady: true, gatewayAddress: null) is null), "all APIs have converged");

    private async Task<IReadOnlyList<ExposedApi>> ApisAsync() => [.. (await Apis.ListAsync()).Select(ExposedApi.Parse)];

    // But for the one that leaves.
    private async Task<IReadOnlyList<string>> AnnotationsAsync() =>
        [.. (await Apis.ListAsync()).Select(api => api.Child("metadata")).Where(metadata => metadata.Text("name") != "leaving")
            .Select(metadata => metadata.Child("annotations").Text(OldAnnotation))];

    // It makes no call where the record equals what it would register now, as it reads the object.
    private async Task AssertOldOperatorIsContentAsync(string name)
    {
        var found = (await Apis.At("v1beta4").FindAsync(name))!.Value;
        var spec = found.Child("spec");
        var wanted = new JsonObject
        {
            ["path"] = spec.Text("path"),
            ["name"] = name,
            ["specification"] = JsonNode.Parse(spec.Child("specification").GetRawText()),
            ["implementation"] = spec.Text("implementation"),
            ["port"] = spec.Number("port"),
        };
        var record = found.Child("status").Child("apigBind").Child("spec");
        Assert.True(JsonElement.DeepEquals(record, JsonSerializer.SerializeToElement(wanted)), $"{name}: {record}");
    }
}
