using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Hosting;
using ApiBridge.LocalStack.Kubernetes;
using Azure.Storage.Queues;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace ApiBridge.EventBridge.Tests.Hosting;

public sealed class EventBridgeHostTests
{
    private const string Apis = "/apis/oda.tmforum.org/v1/namespaces/default/exposedapis";
    private readonly AzuriteFixture _azurite;
    private readonly string _queueName = AzuriteFixture.NewQueueName();

    public EventBridgeHostTests(AzuriteFixture azurite) => _azurite = azurite;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private QueueClient Queue => AzuriteFixture.Client(_azurite.ConnectionString, _queueName);

    [Fact]
    public async Task OnTheEmulatorAnApisLifeComesToTheQueue()
    {
        await using var server = await KubernetesApiEmulator.StartAsync(cancellationToken: Token);
        using var client = new HttpClient { BaseAddress = server.Url };

        await FollowAnApisLifeAsync(client, ("ApiBridge:Kubernetes:Server", server.Url.ToString()));
    }

    [Theory]
    [InlineData(KubernetesFlavor.KubeApiServer)]
    [InlineData(KubernetesFlavor.Mini36)]
    public async Task OnARealApiServerAnApisLifeComesToTheQueue(KubernetesFlavor flavor)
    {
        Assert.SkipUnless(RealKubernetes.IsAvailable, RealKubernetes.Unavailable);
        await using var server = await RealKubernetes.StartAsync(new() { Flavor = flavor }, Token);
        using var client = server.CreateClient();

        await FollowAnApisLifeAsync(client, ("ApiBridge:Kubernetes:Kubeconfig", server.KubeconfigPath));
    }

    [Fact]
    public async Task ABurstOfFiftyEditsCostsAMessageAtItsBeginningAndOneAtItsEnd()
    {
        await using var server = await KubernetesApiEmulator.StartAsync(cancellationToken: Token);
        using var client = new HttpClient { BaseAddress = server.Url };
        await DefineAsync(client);
        await CreateAsync(client, "api", "/0");
        await using var bridge = await StartAsync(("ApiBridge:Kubernetes:Server", server.Url.ToString()), ("ApiBridge:Queue:Spacing", "00:00:05"));
        Assert.Equal(("api", EventReason.Listed), One(await Queue.TakeAsync(1)));

        for (var edit = 1; edit <= 50; edit++)
        {
            await PatchAsync(client, "api", new { spec = new { path = $"/{edit}" } });
        }

        var last = await client.GetFromJsonAsync<JsonElement>(new Uri($"{Apis}/api", UriKind.Relative), Token);
        await CreateAsync(client, "next", "/next");
        var sent = await Queue.TakeAsync(2);
        Assert.Equal(["api", "next"], sent.Select(item => item.Key.Name).Order());
        Assert.Equal(last.GetProperty("metadata").GetProperty("resourceVersion").GetString(), sent.Single(item => item.Key.Name == "api").ResourceVersion);
        await bridge.StopAsync(Token);
    }

    [Fact]
    public async Task EveryQueueIsThereBeforeItsFirstMessageSoThatItCanBeListenedToAndCounted()
    {
        await using var server = await KubernetesApiEmulator.StartAsync(cancellationToken: Token);
        await using var bridge = await StartAsync(
            ("ApiBridge:Kubernetes:Server", server.Url.ToString()), ("ApiRetryQueue", $"{_queueName}-r"), ("ApiDeadLetterQueue", $"{_queueName}-d"));

        foreach (var suffix in (string[])["", "-r", "-poison", "-r-poison", "-d"])
        {
            var queue = AzuriteFixture.Client(_azurite.ConnectionString, _queueName + suffix);
            await Deadline.UntilAsync(async () => (await queue.ExistsAsync(Token)).Value, $"{queue.Name} was made");
        }

        await bridge.StopAsync(Token);
    }

    [Fact]
    public async Task AMissingDefinitionIsNamedAndWaitedFor()
    {
        await using var server = await KubernetesApiEmulator.StartAsync(cancellationToken: Token);
        using var client = new HttpClient { BaseAddress = server.Url };
        await using var bridge = await StartAsync(("ApiBridge:Kubernetes:Server", server.Url.ToString()));
        using var probe = Probe(bridge);

        var report = "";
        await Deadline.UntilAsync(
            async () => (report = await probe.GetStringWhateverStatusAsync("/readyz")).Contains("CustomResourceDefinition", StringComparison.Ordinal),
            "the probe names what is missing");
        Assert.Contains("exposedapis.oda.tmforum.org", report, StringComparison.Ordinal);

        await DefineAsync(client);
        await CreateAsync(client, "late", "/late");

        Assert.Equal("late", Assert.Single(await Queue.TakeAsync(1)).Key.Name);
        await bridge.StopAsync(Token);
    }

    [Fact]
    public async Task TheProxyToTheApiServerIsNamedWithoutItsSecrets()
    {
        using var folder = new TemporaryFolder();
        var kubeconfig = folder.Write("kubeconfig", """
            current-context: a
            clusters: [{name: a, cluster: {server: 'https://192.0.2.1/k8s', proxy-url: 'http://jane:secret@127.0.0.1:1'}}]
            contexts: [{name: a, context: {cluster: a}}]
            """);
        await using var bridge = await StartAsync(("ApiBridge:Kubernetes:Kubeconfig", kubeconfig));
        using var probe = Probe(bridge);

        var report = await probe.GetStringWhateverStatusAsync("/readyz");

        Assert.Contains("\"apiServer\":{\"url\":\"https://192.0.2.1/k8s\",\"proxy\":\"http://127.0.0.1:1/\"}", report, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", report, StringComparison.Ordinal);
        await bridge.StopAsync(Token);
    }

    [Fact]
    public void BadSettingsStopTheStartAndAreAllNamed()
    {
        var failure = Assert.ThrowsAny<Exception>(() => EventBridgeHost.Build([], settings => settings.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["ApiBridge:Kubernetes:Server"] = "http://127.0.0.1:1",
            ["ApiBridge:Leadership:LeaseDuration"] = "00:00:05",
            ["ApiEventsQueue"] = "Not_A_Queue",
        })));

        var text = failure.ToString();
        Assert.Contains("LeaseDuration (00:00:05)", text, StringComparison.Ordinal);
        Assert.Contains("ApiEventsQueue is 'Not_A_Queue'", text, StringComparison.Ordinal);
        Assert.Contains("AzureWebJobsStorage is not set", text, StringComparison.Ordinal);
    }

    private static async Task DefineAsync(HttpClient client)
    {
        using var crd = new StringContent(
            await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "crds", "exposedapis.oda.tmforum.org.yaml"), Token),
            Encoding.UTF8,
            "application/yaml");
        var response = await client.PostAsync(new Uri("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", UriKind.Relative), crd, Token);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
        await Deadline.UntilAsync(
            async () => (await client.GetAsync(new Uri(Apis, UriKind.Relative), Token)).IsSuccessStatusCode, "the resource is served");
    }

    private static async Task CreateAsync(HttpClient client, string name, string path)
    {
        using var body = new StringContent(
            JsonSerializer.Serialize(new
            {
                apiVersion = "oda.tmforum.org/v1",
                kind = "ExposedAPI",
                metadata = new { name, finalizers = new[] { ExposedApi.Finalizer } },
                spec = new { name, path, implementation = "svc", port = 8080, apiType = "openapi", specification = new { url = "https://example.org/a.json" } },
            }),
            Encoding.UTF8,
            new MediaTypeHeaderValue("application/json"));
        var response = await client.PostAsync(new Uri(Apis, UriKind.Relative), body, Token);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    private static async Task PatchAsync(HttpClient client, string name, object patch)
    {
        using var body = new StringContent(JsonSerializer.Serialize(patch), Encoding.UTF8, new MediaTypeHeaderValue("application/merge-patch+json"));
        var response = await client.PatchAsync(new Uri($"{Apis}/{name}", UriKind.Relative), body, Token);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    private static HttpClient Probe(WebApplication bridge) => new() { BaseAddress = new Uri(bridge.Urls.Single()) };

    private async Task FollowAnApisLifeAsync(HttpClient client, (string Setting, string Value) connection)
    {
        await DefineAsync(client);
        await CreateAsync(client, "before", "/before");
        await using var bridge = await StartAsync(connection);
        using var probe = Probe(bridge);

        Assert.Equal(("before", EventReason.Listed), One(await Queue.TakeAsync(1)));
        await Deadline.UntilAsync(
            async () => (await probe.GetAsync(new Uri("/readyz", UriKind.Relative), Token)).StatusCode == HttpStatusCode.OK, "it is ready");
        Assert.Contains("\"queueReachable\":true", await probe.GetStringAsync(new Uri("/readyz", UriKind.Relative), Token), StringComparison.Ordinal);

        await CreateAsync(client, "api", "/api");
        Assert.Equal(("api", EventReason.Changed), One(await Queue.TakeAsync(1)));

        await PatchAsync(client, "api", new { status = new { implementation = new { ready = false } } });
        await PatchAsync(client, "api", new { spec = new { path = "/moved" } });
        Assert.Equal(("api", EventReason.Changed), One(await Queue.TakeAsync(1)));

        await client.DeleteAsync(new Uri($"{Apis}/api", UriKind.Relative), Token);
        var deleting = await Queue.TakeAsync(1);
        Assert.Equal(("api", EventReason.Changed), One(deleting));
        Assert.Equal("/moved", deleting[0].LastRegistration!.Path);

        await PatchAsync(client, "api", new { metadata = new { finalizers = Array.Empty<string>() } });
        await CreateAsync(client, "last", "/last");
        Assert.Equal(("last", EventReason.Changed), One(await Queue.TakeAsync(1)));
        Assert.Contains("apibridge_messages_sent_total", await probe.GetStringAsync(new Uri("/metrics", UriKind.Relative), Token), StringComparison.Ordinal);

        await bridge.StopAsync(Token);
        var lease = await client.GetFromJsonAsync<JsonElement>(
            new Uri("/apis/coordination.k8s.io/v1/namespaces/default/leases/apibridge-eventbridge", UriKind.Relative), Token);
        Assert.Equal("", lease.GetProperty("spec").GetProperty("holderIdentity").GetString());
    }

    private static (string Name, EventReason Reason) One(IReadOnlyList<ApiEvent> events) => (Assert.Single(events).Key.Name, events[0].Reason);

    private async Task<WebApplication> StartAsync(params (string Setting, string Value)[] settings)
    {
        Dictionary<string, string?> all = new()
        {
            ["urls"] = "http://127.0.0.1:0",
            ["AzureWebJobsStorage"] = _azurite.ConnectionString,
            ["ApiEventsQueue"] = _queueName,
            ["ApiBridge:Leadership:Namespace"] = "default",
        };
        foreach (var (setting, value) in settings)
        {
            all[setting] = value;
        }

        var app = EventBridgeHost.Build([], configuration => configuration.AddInMemoryCollection(all));
        await app.StartAsync(Token);
        return app;
    }
}
