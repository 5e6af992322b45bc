using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using ApiBridge.LocalStack.Kubernetes;

namespace ApiBridge.EventBridge.Tests;

/// <summary>What compiling ahead of time may take away shows only in the binary itself.</summary>
public sealed class NativeBinaryTests
{
    private const string Listening = "Now listening on: ";
    private readonly AzuriteFixture _azurite;

    public NativeBinaryTests(AzuriteFixture azurite) => _azurite = azurite;

    private static string? Binary => Environment.GetEnvironmentVariable("EVENTBRIDGE_BINARY");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheNativeBinaryAnnouncesAnApiAndEndsWhenItIsAskedTo()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Binary), "EVENTBRIDGE_BINARY names no native binary of the bridge; make native publishes one.");
        await using var server = await KubernetesApiEmulator.StartAsync(cancellationToken: Token);
        using var client = new HttpClient { BaseAddress = server.Url };
        var definition = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "crds", "exposedapis.oda.tmforum.org.yaml"), Token);
        await PostAsync(client, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition);
        var queueName = AzuriteFixture.NewQueueName();
        using var bridge = Process.Start(new ProcessStartInfo(
            Binary!,
            [
                "--urls=http://127.0.0.1:0", $"--AzureWebJobsStorage={_azurite.ConnectionString}", $"--ApiEventsQueue={queueName}",
                $"--ApiBridge:Kubernetes:Server={server.Url}", "--ApiBridge:Leadership:Namespace=default",
            ])
        { RedirectStandardOutput = true, UseShellExecute = false })!;
        try
        {
            using var probe = new HttpClient { BaseAddress = await UrlAsync(bridge.StandardOutput) };
            var rest = bridge.StandardOutput.ReadToEndAsync(Token);
            await Deadline.UntilAsync(
                async () => (await probe.GetAsync(new Uri("/readyz", UriKind.Relative), Token)).StatusCode == HttpStatusCode.OK, "it is ready");
            await PostAsync(client, "/apis/oda.tmforum.org/v1/namespaces/default/exposedapis", """
                {"apiVersion": "oda.tmforum.org/v1", "kind": "ExposedAPI", "metadata": {"name": "orders"}, "spec": {
                  "name": "orders", "apiType": "openapi", "path": "/orders", "implementation": "orders-svc", "port": 8080,
                  "specification": {"url": "https://example.org/orders.json"}}}
                """);
            var queue = AzuriteFixture.Client(_azurite.ConnectionString, queueName);
            var announced = await queue.TakeAsync(1);
            using var kill = Process.Start("kill", ["-TERM", bridge.Id.ToString(CultureInfo.InvariantCulture)]);
            await bridge.WaitForExitAsync(Token).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Token);

            Assert.Equal("default/orders", Assert.Single([.. announced, .. await queue.TakeAsync()]).Key.ToString());
            Assert.True(bridge.ExitCode == 0, $"It ended with {bridge.ExitCode} and said last:\n{await rest}");
        }
        finally
        {
            bridge.Kill();
        }
    }

    private static async Task<Uri> UrlAsync(StreamReader output)
    {
        List<string> said = [];
        while (await output.ReadLineAsync(Token) is { } line)
        {
            said.Add(line);
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                return new Uri(line[(at + Listening.Length)..]);
            }
        }

        throw new InvalidOperationException($"It ended before it listened:\n{string.Join('\n', said)}");
    }

    // JSON is YAML too.
    private static async Task PostAsync(HttpClient client, string path, string yaml)
    {
        using var body = new StringContent(yaml, Encoding.UTF8, "application/yaml");
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), body, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }
}
