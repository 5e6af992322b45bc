using System.Net;
using System.Text;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.TestServers;
using k8s;

namespace ApiBridge.Reconciliation.Tests.RealServers;

/// <summary>Objects that are nested as deep as may be, and deeper, on a real API server.</summary>
public sealed class DepthTests(CanvasClusters clusters)
{
    // The object, its spec, and what is below.
    private const int BelowSpec = JsonDepth.MaxObject - 2;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnObjectAtTheLimitIsRegisteredAndReleased(bool hasStatus)
    {
        var (cluster, group) = (await clusters.OfAsync(KubernetesFlavor.KubeApiServer), CanvasCluster.GroupOf(hasStatus));
        var canvas = await TestCanvas.CreateAsync(cluster, group);
        await using var worker = await canvas.StartWorkerAsync();
        var api = await CreateAsync(cluster, canvas, group, $"\"deep\":{Nested(BelowSpec)}");

        await worker.HandleAsync(api);

        await AssertRegisteredAsync(canvas, api, ConditionReasons.Accepted);
        var entry = ClusterWorker.EntryOf(api.Key.Namespace, api.Key.Name);
        Assert.Contains(entry, worker.Gateway.Registrations.Keys);
        await canvas.Apis.DeleteAsync(api.Key.Name);
        await worker.HandleAsync(api, EventReason.Changed);

        Assert.Null(await canvas.Apis.FindAsync(api.Key.Name));
        Assert.DoesNotContain(entry, worker.Gateway.Registrations.Keys);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5000)]
    public async Task AnObjectBeyondTheLimitIsLeftAloneWithAnEventAndNotRetried(int beyond)
    {
        var (cluster, group) = (await clusters.OfAsync(KubernetesFlavor.KubeApiServer), CanvasCluster.GroupOf(hasStatus: false));
        var canvas = await TestCanvas.CreateAsync(cluster, group);
        await using var worker = await canvas.StartWorkerAsync();
        var api = await CreateAsync(cluster, canvas, group, $"\"deep\":{Nested(BelowSpec + beyond)}");
        await CreateAsync(cluster, canvas, group, "\"developerUI\":\"/ui\"");

        await worker.HandleAsync(api);
        await worker.HandleAsync(api);

        Assert.Empty(worker.Gateway.Registrations);
        Assert.Empty(worker.Retries.Waiting);
        var events = await cluster.Client.CoreV1.ListNamespacedEventAsync(api.Key.Namespace, cancellationToken: Token);
        var warning = Assert.Single(events.Items);
        Assert.Equal((ConditionReasons.Unreadable, api.Key.Name, 2), (warning.Reason, warning.InvolvedObject.Name, warning.Count));
        var listing = await worker.Get<IExposedApiStore>().ListAsync(api.Key.Namespace, Token);
        Assert.Equal((1, api.Key.Name), (listing.Apis.Count, Assert.Single(listing.Unreadable).Name));
    }

    private static async Task AssertRegisteredAsync(TestCanvas canvas, ExposedApi api, string reason) =>
        Assert.Equal(reason, (await canvas.Apis.GetApiAsync(api.Key.Name)).Status.Condition(ConditionTypes.Registered)?.Reason);

    private static string Nested(int levels)
    {
        // An array in an object: the older schemas want one there.
        return $"{{\"a\":{new string('[', levels - 1)}{new string(']', levels - 1)}}}";
    }

    private static async Task<ExposedApi> CreateAsync(CanvasCluster cluster, TestCanvas canvas, string group, string fields)
    {
        var name = $"{canvas.Apis.Namespace}-{Guid.NewGuid():N}";
        var json = $$$"""
            {"apiVersion":"{{{group}}}/v1","kind":"ExposedAPI","metadata":{"name":"{{{name}}}"},
             "spec":{"name":"orders","apiType":"openapi","implementation":"orders","path":"/{{{name}}}","port":8080,{{{fields}}}}}
            """;
        using var client = cluster.Server.CreateClient();
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var created = await client.PostAsync(new Uri($"/apis/{group}/v1/namespaces/{canvas.Apis.Namespace}/exposedapis", UriKind.Relative), content, Token);
        var answer = await created.Content.ReadAsStringAsync(Token);
        Assert.True(created.StatusCode == HttpStatusCode.Created, answer);
        var uid = answer.Split("\"uid\":\"")[1].Split('"')[0];
        return ExposedApi.Parse(JsonElement.Parse($$$"""{"metadata":{"namespace":"{{{canvas.Apis.Namespace}}}","name":"{{{name}}}","uid":"{{{uid}}}"}}"""));
    }
}
