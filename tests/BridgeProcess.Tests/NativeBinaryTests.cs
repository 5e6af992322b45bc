using System.Net.Http.Headers;
using System.Text;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Kubernetes;
using ApiBridge.TestServers.Telemetry;

namespace ApiBridge.BridgeProcess.Tests;

/// <summary>What compiling ahead of time may take away shows only in the binary itself. This one test of it needs no real API server.</summary>
public sealed class NativeBinaryTests
{
    private readonly AzuriteFixture _azurite;

    public NativeBinaryTests(AzuriteFixture azurite)
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("EVENTBRIDGE_BINARY") is { Length: > 0 }, "EVENTBRIDGE_BINARY names no native bridge; make native publishes one.");
        _azurite = azurite;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task ItSendsTheTraceOfAMessageToACollector(string protocol)
    {
        await using var receiver = await OtlpReceiver.StartAsync(Token);

        var message = await AnnounceAsync(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", (protocol == "grpc" ? receiver.Grpc : receiver.Http).OriginalString), ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol));

        // What it had gathered it sent at its end.
        var send = Assert.Single(receiver.Spans, span => span.Kind == "producer");
        var watch = Assert.Single(receiver.TraceOf(send), span => span.SpanId == send.ParentId);
        Assert.Equal($"00-{send.TraceId}-{send.SpanId}-01", message.TraceParent);
        Assert.Equal(("watch exposedapis", "", "orders"), (watch.Name, watch.ParentId, watch.Attributes["apibridge.exposedapi.name"]));
        Assert.All(receiver.Spans, span => Assert.Equal("apibridge-eventbridge", span.Service));
        Assert.All(receiver.Spans, span => Assert.Matches(@"^\d+\.\d+\.\d+", span.Version));
    }

    [Fact]
    public Task ItAnnouncesAnApiOnceAndEndsWhenItIsAskedTo() => AnnounceAsync();

    private async Task<ApiEvent> AnnounceAsync(params IEnumerable<(string Setting, string Value)> settings)
    {
        await using var server = await KubernetesApiEmulator.StartAsync(cancellationToken: Token);
        using var client = new HttpClient { BaseAddress = server.Url };
        var queueName = AzuriteFixture.NewQueueName();
        var queue = AzuriteFixture.Client(_azurite.ConnectionString, queueName);
        var definition = CanvasDefinitions.ExposedApis().Json.ToJsonString();
        await PostAsync(client, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition);
        await using var bridge = BridgeProcess.Start(
        [
            ("urls", "http://127.0.0.1:0"),
            ("AzureWebJobsStorage", _azurite.ConnectionString),
            ("ApiEventsQueue", queueName),
            ("ApiBridge:Kubernetes:Server", server.Url.ToString()),
            ("ApiBridge:Leadership:Namespace", "default"),
            .. settings,
        ]);
        await bridge.IsSettledAsync();

        await PostAsync(client, "/apis/oda.tmforum.org/v1/namespaces/default/exposedapis", """
            apiVersion: oda.tmforum.org/v1
            kind: ExposedAPI
            metadata: {name: orders}
            spec: {name: orders, apiType: openapi, implementation: orders-svc, path: /orders, port: 8080, specification: {url: "https://example.org/orders.json"}}
            """);
        var announced = await queue.TakeAsync(1);
        await bridge.TerminateAsync();
        var exitCode = await bridge.ExitAsync();

        var message = Assert.Single([.. announced, .. await queue.TakeAsync()]);
        Assert.Equal("default/orders", message.Key.ToString());
        Assert.True(exitCode == 0, $"It ended with {exitCode} and said:\n{string.Join('\n', bridge.Log)}");
        return message;
    }

    private static async Task PostAsync(HttpClient client, string path, string yaml)
    {
        using var body = new StringContent(yaml, Encoding.UTF8, new MediaTypeHeaderValue("application/yaml"));
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), body, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }
}
