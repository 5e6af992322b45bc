using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using Azure.Storage.Queues;

namespace ApiBridge.EventBridge.Tests.RealServers;

/// <summary>
/// APIs that were stored before the definition of Canvas 1.2.5, whose newest version shows <c>[{}]</c> for their list of specifications. The bridge
/// hashes what the workers hash: what the version at which they are stored shows.
/// </summary>
public sealed class EmptiedSpecificationTests(SharedServers servers, AzuriteFixture azurite) : RealServerTests
{
    private readonly string _group = $"former-{Guid.NewGuid():N}.example.org";
    private readonly string _namespace = $"test-{Guid.NewGuid():N}";
    private readonly string _queueName = AzuriteFixture.NewQueueName();

    private QueueClient Queue => AzuriteFixture.Client(azurite.ConnectionString, _queueName);

    [Theory]
    [InlineData(KubernetesFlavor.KubeApiServer)]
    [InlineData(KubernetesFlavor.Mini36)]
    public async Task WhatWasSettledBeforeStaysSettledAndAChangeIsSeen(KubernetesFlavor flavor)
    {
        var server = await servers.OfAsync(flavor);
        using var client = server.CreateClient();
        await SendAsync(client, HttpMethod.Post, "/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = _namespace } });
        await SendAsync(client, HttpMethod.Post, Definitions, CanvasDefinitions.FormerExposedApis(_group, stored: "v1beta4").Json);
        await Deadline.UntilAsync(async () => (await client.GetAsync(new Uri(At("v1beta4"), UriKind.Relative), Token)).IsSuccessStatusCode, "the definition is served");
        await SendAsync(client, HttpMethod.Post, At("v1beta4"), Api("settled"));
        await SettleAsync(client, "settled");
        await SendAsync(client, HttpMethod.Post, At("v1beta4"), Api("new"));

        var today = CanvasDefinitions.ExposedApis(_group);
        await SendAsync(client, HttpMethod.Patch, $"{Definitions}/{today.Name}", new JsonObject { ["spec"] = new JsonObject { ["versions"] = today.Json["spec"]!["versions"]!.DeepClone() } });
        await Deadline.UntilAsync(
            async () => (await ReadAsync(client, "v1", "settled")).Child("spec").Child("specification").GetRawText() == "[{}]", "v1 shows an empty specification");
        await using var bridge = await RunningBridge.StartAsync(new()
        {
            ["AzureWebJobsStorage"] = azurite.ConnectionString,
            ["ApiEventsQueue"] = _queueName,
            ["ApiBridge:Resource:Group"] = _group,
            ["ApiBridge:Kubernetes:Kubeconfig"] = server.KubeconfigPath,
            ["ApiBridge:Leadership:Namespace"] = _namespace,
            ["ApiBridge:Scope:Namespaces"] = _namespace,
        });

        Assert.Equal("new", Assert.Single(await Queue.TakeAsync(1)).Key.Name);
        await SendAsync(client, HttpMethod.Patch, $"{At("v1beta4")}/settled", new JsonObject { ["spec"] = new JsonObject { ["path"] = "/moved" } });
        Assert.Equal(("settled", EventReason.Changed), (await Queue.TakeAsync(1)).Select(message => (message.Key.Name, message.Reason)).Single());
    }

    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private static async Task SendAsync(HttpClient client, HttpMethod method, string path, JsonNode body)
    {
        var type = new MediaTypeHeaderValue(method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json");
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, type) };
        using var answer = await client.SendAsync(request, Token);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {await answer.Content.ReadAsStringAsync(Token)}");
    }

    private string At(string version) => $"/apis/{_group}/{version}/namespaces/{_namespace}/exposedapis";

    private JsonObject Api(string name) => new()
    {
        ["apiVersion"] = $"{_group}/v1beta4",
        ["kind"] = "ExposedAPI",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = new JsonObject
        {
            ["name"] = name,
            ["path"] = $"/{name}",
            ["implementation"] = "svc",
            ["port"] = 8080,
            ["apiType"] = "openapi",
            ["specification"] = new JsonArray(new JsonObject { ["url"] = "https://example.org/a.json", ["version"] = "v4" }),
        },
    };

    private async Task<JsonElement> ReadAsync(HttpClient client, string version, string name) =>
        await client.GetFromJsonAsync<JsonElement>(new Uri($"{At(version)}/{name}", UriKind.Relative), Token);

    // As a worker leaves it.
    private async Task SettleAsync(HttpClient client, string name)
    {
        var api = ExposedApi.Parse(await ReadAsync(client, "v1beta4", name));
        await SendAsync(client, HttpMethod.Patch, $"{At("v1beta4")}/{name}", new JsonObject
        {
            ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray(ExposedApi.Finalizer) },
            ["status"] = new JsonObject
            {
                ["implementation"] = new JsonObject { ["ready"] = false },
                ["apiStatus"] = new JsonObject { ["name"] = name, ["url"] = $"http://apis.example.org/{name}" },
                ["apigBind"] = new JsonObject { ["spec"] = JsonNode.Parse(ApiRegistration.Of(api, name).ToJson().Span) },
                ["apiBridge"] = new JsonObject { ["uid"] = api.Key.Uid, ["gateway"] = $"apig-operator-uportal.{_namespace}:8080", ["specHash"] = api.SpecHash },
                ["conditions"] = TestConditions.Of(api),
            },
        });
    }
}
