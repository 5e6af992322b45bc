using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Canvas;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.LocalStack.Tests.Canvas;

public sealed class ComponentOperatorTests
{
    private const string Ordering = "shop-orders-productordering-v4";
    private const string Assistant = "shop-orders-orderassistant-v1";
    private const string Metrics = "shop-orders-metrics";
    private const string Roles = "shop-orders-userrolesandpermissions-v5";

    private static readonly string[] All = [Metrics, Assistant, Ordering, Roles];
    private static readonly ComponentOperatorOptions Quick = new() { EntryDelay = TimeSpan.FromMilliseconds(50), WritePause = TimeSpan.Zero };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AComponentTravelsToComplete(bool real)
    {
        Assert.SkipUnless(!real || RealKubernetes.IsAvailable, RealKubernetes.Unavailable);
        await using var cluster = await CanvasCluster.StartAsync(Quick, real);
        var component = await cluster.CreateComponentAsync();

        await Deadline.UntilAsync(async () => Entries(await cluster.ComponentAsync()).Count == 4, "every API had its entry");
        Assert.Equal(All, await cluster.ExposedApiNamesAsync());
        Assert.Equal("In-Progress-CompCon", Summary(await cluster.ComponentAsync()));
        var ordering = (await cluster.ExposedApiAsync(Ordering))!;
        Assert.Equal(CanvasApi.Text(component, "metadata", "uid"), (string?)ordering["metadata"]!["ownerReferences"]![0]!["uid"]);
        Assert.True(
            JsonNode.DeepEquals(ExposedApiTemplate.Of(component)[0].Spec, ordering["spec"]),
            $"The server keeps the spec as it was sent, or it would be patched forever: {ordering["spec"]!.ToJsonString()}");

        foreach (var name in All)
        {
            await cluster.BindAsync(name, ready: true);
        }

        await Deadline.UntilAsync(async () => Summary(await cluster.ComponentAsync()) == "Complete", "the component was complete");
        Assert.Equal(
            $"http://gateway/{Ordering} http://gateway/{Assistant}",
            (string?)(await cluster.ComponentAsync())["status"]!["summary/status"]!["coreAPIsummary"]);

        await cluster.BindAsync(Roles, ready: false);
        await Deadline.UntilAsync(async () => Summary(await cluster.ComponentAsync()) == "In-Progress-CompCon", "it was no longer complete");
    }

    [Fact]
    public async Task TheEntryComesAMomentAfterTheExposedApi()
    {
        var time = new FakeTimeProvider();
        await using var cluster = await CanvasCluster.StartAsync(new ComponentOperatorOptions { EntryDelay = TimeSpan.FromSeconds(5), WritePause = TimeSpan.Zero }, time: time);
        await cluster.CreateComponentAsync();

        await Deadline.UntilAsync(async () => Summary(await cluster.ComponentAsync()) is not null, "the status was written");
        Assert.Equal(All, await cluster.ExposedApiNamesAsync());
        Assert.Empty(Entries(await cluster.ComponentAsync()));

        await Deadline.UntilAsync(
            async () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return Entries(await cluster.ComponentAsync()).Count == 4;
            },
            "the entries came");
        Assert.All(Entries(await cluster.ComponentAsync()), entry => Assert.False((bool)entry["ready"]!));
    }

    [Fact]
    public async Task ASpecThatSomebodyChangedIsSetRight()
    {
        await using var cluster = await CanvasCluster.StartAsync(Quick);
        await cluster.CreateComponentAsync();
        await Deadline.UntilAsync(async () => Entries(await cluster.ComponentAsync()).Count == 4, "every API had its entry");

        await cluster.Api.MergePatchAsync(
            CanvasApi.ExposedApis, CanvasCluster.Namespace, Metrics, JsonNode.Parse("""{ "spec": { "path": "/elsewhere", "hostname": "x" } }""")!.AsObject(), Token);

        await Deadline.UntilAsync(
            async () => (await cluster.ExposedApiAsync(Metrics))!["spec"] is JsonObject spec
                && (string?)spec["path"] == "/shop-orders/metrics" && !spec.ContainsKey("hostname"),
            "the spec was the Component's again");
    }

    [Fact]
    public async Task AnApiTakenOutOfTheComponentGoesAndItsEntryToo()
    {
        await using var cluster = await CanvasCluster.StartAsync(Quick);
        await cluster.CreateComponentAsync();
        await Deadline.UntilAsync(async () => Entries(await cluster.ComponentAsync()).Count == 4, "every API had its entry");

        await cluster.Api.MergePatchAsync(
            CanvasApi.Components, CanvasCluster.Namespace, "shop-orders", JsonNode.Parse("""{ "spec": { "managementFunction": { "exposedAPIs": [] } } }""")!.AsObject(), Token);

        await Deadline.UntilAsync(async () => Entries(await cluster.ComponentAsync()).Count == 3, "the entry went");
        Assert.Null(await cluster.ExposedApiAsync(Metrics));
        Assert.Equal([Assistant, Ordering, Roles], await cluster.ExposedApiNamesAsync());
    }

    [Fact]
    public async Task AnExposedApiThatSomebodyDeletedIsMadeAnewWithAnEntryOfItsOwn()
    {
        await using var cluster = await CanvasCluster.StartAsync(Quick);
        await cluster.CreateComponentAsync();
        await Deadline.UntilAsync(async () => Entries(await cluster.ComponentAsync()).Count == 4, "every API had its entry");
        var before = CanvasApi.Text(await cluster.ExposedApiAsync(Metrics), "metadata", "uid");

        await cluster.Api.DeleteAsync(CanvasApi.ExposedApis, CanvasCluster.Namespace, Metrics, Token);

        await Deadline.UntilAsync(
            async () => Entries(await cluster.ComponentAsync()).Any(entry => CanvasApi.Text(entry, "name") == Metrics && CanvasApi.Text(entry, "uid") != before),
            "the entry named the new object");
    }

    [Fact]
    public async Task WhatOthersWriteBesideTheListsIsKept()
    {
        await using var cluster = await CanvasCluster.StartAsync(Quick);
        await cluster.CreateComponentAsync();
        await Deadline.UntilAsync(async () => Entries(await cluster.ComponentAsync()).Count == 4, "every API had its entry");

        // The gateway's side tells the Component while the operator reacts to the ExposedAPIs.
        await Task.WhenAll(All.Select(name => Task.Run(
            async () =>
            {
                await cluster.BindAsync(name, ready: true);
                await TellComponentAsync(cluster, name);
            },
            Token)));

        await Deadline.UntilAsync(async () => Summary(await cluster.ComponentAsync()) == "Complete", "the component was complete");
        var status = (await cluster.ComponentAsync())["status"]!;
        Assert.Equal(All, ((JsonObject)status["seen"]!).Select(pair => pair.Key).Order(StringComparer.Ordinal));
        Assert.All(Entries(await cluster.ComponentAsync()), entry => Assert.Equal($"http://gateway/{entry["name"]}", (string?)entry["url"]));
    }

    // As the real one does, which is kopf: nothing brings it back to what it wrote.
    [Fact]
    public async Task WhatWasWrittenIntoTheListsBetweenItsReadAndItsWriteIsLost()
    {
        var time = new FakeTimeProvider();
        await using var cluster = await CanvasCluster.StartAsync(
            new ComponentOperatorOptions { EntryDelay = TimeSpan.Zero, WritePause = TimeSpan.FromSeconds(5) }, time: time);
        await cluster.CreateComponentAsync();
        await Deadline.UntilAsync(async () => Entries(await cluster.ComponentAsync()).Count == 4, "every API had its entry");
        foreach (var name in All)
        {
            await cluster.BindAsync(name, ready: true);
        }

        await Deadline.UntilAsync(async () => Summary(await cluster.ComponentAsync()) == "Complete", "the component was complete");

        time.Advance(TimeSpan.FromSeconds(5));

        await Deadline.UntilAsync(async () => Summary(await cluster.ComponentAsync()) == "In-Progress-CompCon", "it was complete no longer");
        Assert.All(Entries(await cluster.ComponentAsync()), entry => Assert.False(entry.ContainsKey("url")));
    }

    private static async Task TellComponentAsync(CanvasCluster cluster, string name)
    {
        for (var written = false; !written;)
        {
            var component = await cluster.ComponentAsync();
            var status = component["status"]!.DeepClone().AsObject();
            foreach (var entry in ComponentSegment.All.SelectMany(segment => (status[segment.StatusList] as JsonArray ?? []).OfType<JsonObject>()))
            {
                if ((string?)entry["name"] == name)
                {
                    entry["url"] = $"http://gateway/{name}";
                    entry["ready"] = true;
                }
            }

            status["seen"] = new JsonObject { [name] = true };
            written = await TryPatchStatusAsync(cluster, component, status);
        }
    }

    private static async Task<bool> TryPatchStatusAsync(CanvasCluster cluster, JsonObject component, JsonObject status)
    {
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = CanvasApi.Text(component, "metadata", "resourceVersion") },
            ["status"] = status,
        };
        try
        {
            await cluster.Api.MergePatchAsync(CanvasApi.Components, CanvasCluster.Namespace, "shop-orders", patch, Token);
            return true;
        }
        catch (HttpRequestException exception) when (exception.StatusCode == System.Net.HttpStatusCode.Conflict)
        {
            return false;
        }
    }

    private static IReadOnlyList<JsonObject> Entries(JsonObject component) =>
        [.. ComponentSegment.All.SelectMany(segment => (component["status"]?[segment.StatusList] as JsonArray ?? []).OfType<JsonObject>())];

    private static string? Summary(JsonObject component) => (string?)component["status"]?["summary/status"]?["deployment_status"];
}
