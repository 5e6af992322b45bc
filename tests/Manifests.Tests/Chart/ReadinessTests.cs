using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.EventBridge.Hosting;
using ApiBridge.LocalStack.Kubernetes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Manifests.Tests.Chart;

/// <summary>The very command of <c>helm test</c>, against a bridge on this machine.</summary>
public sealed class ReadinessTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheTestPassesOnceTheBridgeIsReady()
    {
        await using var server = await KubernetesApiEmulator.StartAsync(cancellationToken: Token);
        await using var bridge = await StartAsync(server.Url, ("AzureWebJobsStorage", azurite.ConnectionString));

        // The definitions come while it is asked.
        var asked = AskAsync(new Uri(bridge.Urls.Single()));
        using var client = new k8s.Kubernetes(new k8s.KubernetesClientConfiguration { Host = server.Url.OriginalString });
        await new LocalStack.Samples.SampleApplier(client, TimeProvider.System).ApplyDefinitionsAsync(
            LocalStack.Samples.SampleFolder.Read(Path.Combine(AppContext.BaseDirectory, "crds")), Token);
        var (code, output, _) = await asked;

        Assert.Equal(0, code);
        Assert.True(JsonElement.Parse(output).Flag("ready"));
        await bridge.StopAsync(Token);
    }

    [Fact]
    public async Task TheTestFailsAndRepeatsTheReasonsWhereTheBridgeIsNotReady()
    {
        await using var server = await KubernetesApiEmulator.StartAsync(cancellationToken: Token);
        await using var bridge = await StartAsync(server.Url, ("AzureWebJobsStorage", azurite.ConnectionString));

        var (code, _, errors) = await AskAsync(new Uri(bridge.Urls.Single()), seconds: 2);

        Assert.Equal(1, code);
        Assert.Contains("503", errors, StringComparison.Ordinal);
        Assert.Contains("exposedapis", errors, StringComparison.Ordinal);
        await bridge.StopAsync(Token);
    }

    [Fact]
    public async Task TheTestFailsWhereNobodyListens()
    {
        var (code, _, errors) = await AskAsync(new Uri($"http://127.0.0.1:{FreePorts.Find()}"), seconds: 2);

        Assert.Equal(1, code);
        Assert.Contains("/readyz: no answer", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheTestIsAHookThatGoesAndMayReachTheBridge()
    {
        var objects = await Helm.RenderAsync("apibridge", "apibridge", Helm.Chart);
        var pod = objects.Single(item => item.Kind == "Pod").Json;
        var policy = objects.Single(item => item.Kind == "NetworkPolicy" && item.Name == "apibridge-test").Json;

        Assert.All([pod, policy], hook => Assert.Equal("test", hook["metadata"]!["annotations"]!["helm.sh/hook"]!.ToString()));
        Assert.Equal(
            pod["metadata"]!["labels"]!["app.kubernetes.io/name"]!.ToString(),
            policy["spec"]!["ingress"]![0]!["from"]![0]!["podSelector"]!["matchLabels"]!["app.kubernetes.io/name"]!.ToString());
        Assert.Null(pod["metadata"]!["labels"]!["app.kubernetes.io/part-of"]); // Else nothing would let it out.
        Assert.Equal(["apibridge-eventbridge.apibridge.svc", "8080"], Command(pod).TakeLast(2));

        // A bridge that is not ready has to be found to say why.
        Assert.True(objects.Single(item => item.Kind == "Service" && item.Name == "apibridge-eventbridge").Json["spec"]!["publishNotReadyAddresses"]!.GetValue<bool>());

        // As "restricted" Pod Security asks.
        var container = pod["spec"]!["containers"]![0]!["securityContext"]!;
        Assert.True(pod["spec"]!["securityContext"]!["runAsNonRoot"]!.GetValue<bool>());
        Assert.Equal("RuntimeDefault", pod["spec"]!["securityContext"]!["seccompProfile"]!["type"]!.ToString());
        Assert.False(container["allowPrivilegeEscalation"]!.GetValue<bool>());
        Assert.Equal("ALL", container["capabilities"]!["drop"]![0]!.ToString());
    }

    private static string[] Command(JsonNode pod) => [.. pod["spec"]!["containers"]![0]!["command"]!.AsArray().Select(word => word!.ToString())];

    private static async Task<(int Code, string Output, string Errors)> AskAsync(Uri bridge, int? seconds = null)
    {
        var objects = await Helm.RenderAsync("apibridge", "apibridge", Helm.Chart);
        var command = Command(objects.Single(item => item.Kind == "Pod").Json);
        string[] at = [.. command[..^2], bridge.Host, $"{bridge.Port}"];
        if (seconds is { } limit)
        {
            // Not as patient as with pods that start.
            Assert.Contains("second < 60", at[2], StringComparison.Ordinal);
            at[2] = at[2].Replace("second < 60", $"second < {limit}", StringComparison.Ordinal);
        }

        return await ProcessRun.RunAsync(new ProcessStartInfo(at[0], at[1..]));
    }

    private static async Task<WebApplication> StartAsync(Uri server, params (string Name, string Value)[] more)
    {
        Dictionary<string, string?> settings = new()
        {
            ["urls"] = "http://127.0.0.1:0",
            ["ApiEventsQueue"] = AzuriteFixture.NewQueueName(),
            ["ApiBridge:Kubernetes:Server"] = server.OriginalString,
            ["ApiBridge:Gateway:EntryName"] = "{namespace}.{name}",
            ["ApiBridge:Leadership:Namespace"] = "default",
            ["ApiBridge:Watch:MaxBackoff"] = "00:00:01",
        };
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        var bridge = EventBridgeHost.Build([], configuration => configuration.AddInMemoryCollection(settings), logging => logging.ClearProviders());
        await bridge.StartAsync(Token);
        return bridge;
    }
}
