using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Tests.Kubernetes.Conformance;

/// <summary>What all parts of the suite share: a server, a namespace of the test's own, and objects to work on.</summary>
public abstract class ConformanceSuite(ConformanceServers servers)
{
    /// <summary>The server under test.</summary>
    protected ConformanceServer Server { get; private set; } = null!;

    protected ApiClient Api => Server.Api;

    /// <summary>The namespace of this test alone.</summary>
    protected string Namespace { get; private set; } = "";

    /// <summary>Collection of widgets, which have no status subresource.</summary>
    protected string Widgets => $"/apis/{Definitions.Group}/v1/namespaces/{Namespace}/widgets";

    /// <summary>Collection of gadgets, which have one.</summary>
    protected string Gadgets => $"/apis/{Definitions.Group}/v1/namespaces/{Namespace}/gadgets";

    protected string ExposedApis(string version) => $"/apis/oda.tmforum.org/{version}/namespaces/{Namespace}/exposedapis";

    protected string Core(string plural) => $"/api/v1/namespaces/{Namespace}/{plural}";

    /// <summary>To be called first by every test.</summary>
    protected async Task UseAsync(ServerKind kind)
    {
        Server = await servers.GetAsync(kind);
        Namespace = await Server.CreateNamespaceAsync();
    }

    protected static JsonObject Json(string text) => (JsonObject)JsonNode.Parse(text)!;

    protected static JsonObject Widget(string name, string spec = """{"size": 1}""", string metadata = "{}") =>
        Object("Widget", name, spec, metadata);

    protected static JsonObject Gadget(string name, string spec = """{"size": 1}""", string metadata = "{}") =>
        Object("Gadget", name, spec, metadata);

    protected static JsonObject ExposedApi(string version, string name, string specification) => Json($$"""
        {
          "apiVersion": "oda.tmforum.org/{{version}}", "kind": "ExposedAPI", "metadata": {"name": "{{name}}"},
          "spec": {"name": "{{name}}", "apiType": "openapi", "implementation": "service", "path": "/{{name}}", "port": 8080, "specification": {{specification}} }
        }
        """);

    protected static JsonObject ConfigMap(string name, string metadata = "{}") => Json($$"""
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {{Named(name, metadata)}}, "data": {"key": "value"} }
        """);

    /// <summary>Waits until the object is gone.</summary>
    protected Task GoneAsync(string path) =>
        Deadline.UntilAsync(async () => (await Api.GetAsync(path)).Code == 404, $"{path} is gone");

    private static JsonObject Object(string kind, string name, string spec, string metadata) => Json($$"""
        {"apiVersion": "{{Definitions.Group}}/v1", "kind": "{{kind}}", "metadata": {{Named(name, metadata)}}, "spec": {{spec}} }
        """);

    private static string Named(string name, string metadata)
    {
        var named = Json(metadata);
        named["name"] = name;
        return named.ToJsonString();
    }
}
