using System.Net.Http.Json;
using System.Text.Json;
using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.EventBridge.Watching;
using ApiBridge.LocalStack.Kubernetes;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;
using Microsoft.Extensions.Logging.Abstractions;

namespace ApiBridge.EventBridge.Tests.Watching;

public sealed class ResourceWatchTests : IAsyncLifetime
{
    private readonly RecordingSink _sink = new();
    private KubernetesApiEmulator _server = null!;
    private HttpClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await KubernetesApiEmulator.StartAsync(cancellationToken: Token);
        _client = new() { BaseAddress = _server.Url };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("canvas-*", "canvas-a,canvas-b")]
    [InlineData("*-b,other", "canvas-b,other")]
    [InlineData("*", "canvas-a,canvas-b,other")]
    public async Task AGlobTakesInTheNamespacesThatItMatchesAlone(string namespaces, string expected)
    {
        string[] all = ["canvas-a", "canvas-b", "other"];
        foreach (var @namespace in all)
        {
            await CreateAsync("/api/v1/namespaces", new { metadata = new { name = @namespace } });
            await CreateIngressAsync(@namespace, "listed");
        }

        await using var running = Start(namespaces);
        var wanted = expected.Split(',');
        await ToldAsync($"replaced {string.Join(',', wanted.Select(@namespace => $"{@namespace}/listed"))}");

        // The last is in scope, so that what is not was seen before it.
        foreach (var @namespace in all.Except(wanted).Concat(wanted))
        {
            await CreateIngressAsync(@namespace, "watched");
        }

        await ToldAsync(
            [
                $"replaced {string.Join(',', wanted.Select(@namespace => $"{@namespace}/listed"))}",
                .. wanted.Select(@namespace => $"added {@namespace}/watched"),
            ]);
    }

    private static string Read(JsonElement item)
    {
        var metadata = item.GetProperty("metadata");
        return $"{metadata.GetProperty("namespace").GetString()}/{metadata.GetProperty("name").GetString()}";
    }

    private Running Start(string namespaces)
    {
        var time = TimeProvider.System;
        var api = new KubernetesApi(TestOptions.Of(new KubernetesOptions { Server = _server.Url.ToString() }), time);
        var watch = new ResourceWatch(
            api,
            new(api, time),
            new(new ScopeOptions { Namespaces = namespaces }),
            new(time),
            new(api, TestOptions.Of(new ModeOptions()), time, NullLogger<UnreadableEvents>.Instance),
            TestOptions.Of(TestOptions.Watch),
            time,
            NullLogger<ResourceWatch>.Instance);
        return new(async token =>
        {
            using (api)
            {
                await watch.RunAsync(new("networking.k8s.io", "v1", "ingresses"), static _ => { }, Read, _sink, token);
            }
        });
    }

    private Task CreateIngressAsync(string @namespace, string name) => CreateAsync(
        $"/apis/networking.k8s.io/v1/namespaces/{@namespace}/ingresses",
        new { metadata = new { name }, spec = new { defaultBackend = new { service = new { name = "svc", port = new { number = 80 } } } } });

    private async Task CreateAsync(string path, object body)
    {
        using var response = await _client.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, Token);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    private Task ToldAsync(params string[] expected) =>
        Deadline.UntilAsync(() => _sink.Told.SequenceEqual(expected), $"it was told: {string.Join("; ", expected)}");
}
