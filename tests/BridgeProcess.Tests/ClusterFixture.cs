using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiBridge.BridgeProcess.Tests;

/// <summary>A real kube-apiserver with RBAC, and what its administrator does. Without one to start, the tests are skipped.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private HttpClient? _client;
    private RealKubernetes? _server;

    /// <summary>The server.</summary>
    public RealKubernetes Server => _server!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (RealKubernetes.IsAvailable)
        {
            _server = await RealKubernetes.StartAsync(cancellationToken: Token);
            _client = _server.CreateClient();
            foreach (var definition in new[] { CanvasDefinitions.ExposedApis(), CanvasDefinitions.Components() })
            {
                await DefineAsync(definition.Json.ToJsonString());
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>Sends a request that has to succeed.</summary>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, JsonNode? body = null, string mediaType = "application/json") =>
        await TrySendAsync(method, path, body?.ToJsonString(), mediaType) ?? throw new InvalidOperationException($"{method} {path}: there is no such thing.");

    /// <summary>Patches what may be gone already.</summary>
    /// <returns>The object, or null when it is gone.</returns>
    public Task<JsonElement?> TryMergeAsync(string path, JsonNode patch) =>
        TrySendAsync(HttpMethod.Patch, path, patch.ToJsonString(), "application/merge-patch+json");

    /// <summary>Defines a custom resource; it is served a little later.</summary>
    /// <param name="definition">The CustomResourceDefinition as YAML or JSON.</param>
    public Task DefineAsync(string definition) => TrySendAsync(HttpMethod.Post, Definitions, definition, "application/yaml");

    /// <summary>A namespace that no other test uses.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> NewNamespaceAsync(string prefix = "test")
    {
        var name = $"{prefix}-{Guid.NewGuid():N}"[..(prefix.Length + 9)];
        await SendAsync(HttpMethod.Post, "/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } });
        return name;
    }

    /// <summary>Gives the user tester a Role, or in no namespace a ClusterRole.</summary>
    /// <param name="ns">The Role's namespace; null for the whole cluster.</param>
    /// <param name="rules">The rules, each in YAML's flow style without the braces, such as <c>apiGroups: [""], …</c>.</param>
    /// <returns>The path of the binding, to be deleted where it would grant other tests something.</returns>
    public async Task<string> GrantAsync(string? ns, params string[] rules)
    {
        const string Group = "rbac.authorization.k8s.io";
        var (kind, root) = ns is null ? ("ClusterRole", $"/apis/{Group}/v1") : ("Role", $"/apis/{Group}/v1/namespaces/{ns}");
        var name = $"bridge-{Guid.NewGuid():N}";
        await TrySendAsync(
            HttpMethod.Post, $"{root}/{kind.ToLowerInvariant()}s", $"{{metadata: {{name: {name}}}, rules: [{{{string.Join("}, {", rules)}}}]}}", "application/yaml");
        var bindings = $"{root}/{kind.ToLowerInvariant()}bindings";
        await SendAsync(HttpMethod.Post, bindings, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["roleRef"] = new JsonObject { ["apiGroup"] = Group, ["kind"] = kind, ["name"] = name },
            ["subjects"] = new JsonArray(new JsonObject { ["apiGroup"] = Group, ["kind"] = "User", ["name"] = "tester" }),
        });
        return $"{bindings}/{name}";
    }

    private async Task<JsonElement?> TrySendAsync(HttpMethod method, string path, string? body, string mediaType)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(mediaType));
        }

        using var response = await _client!.SendAsync(request, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        Assert.True(response.IsSuccessStatusCode, $"{method} {path} was answered {(int)response.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
