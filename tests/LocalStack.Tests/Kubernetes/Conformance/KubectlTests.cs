using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Tests.Kubernetes.Conformance;

/// <summary>kubectl, as a user types it.</summary>
public class KubectlTests(ConformanceServers servers) : ConformanceSuite(servers)
{
    [Theory, EveryServer]
    public async Task AnObjectIsAppliedReappliedAndChanged(ServerKind server)
    {
        await UseWithKubectlAsync(server);
        var manifest = ExposedApi("v1", "a", """{"url": "http://x"}""");
        Assert.Equal("exposedapi.oda.tmforum.org/a created", await RunAsync("apply -f -", manifest));
        Assert.Equal("exposedapi.oda.tmforum.org/a unchanged", await RunAsync("apply -f -", manifest));
        manifest["spec"]!["port"] = 9090;
        Assert.Equal("exposedapi.oda.tmforum.org/a configured", await RunAsync("apply -f -", manifest));
        Assert.Equal("9090", await RunAsync("get exposedapi a -o jsonpath={.spec.port}"));
    }

    [Theory, EveryServer]
    public async Task ABuiltInObjectIsAppliedByStrategicMergePatch(ServerKind server)
    {
        await UseWithKubectlAsync(server);
        Assert.Equal("configmap/a created", await RunAsync("apply -f -", ConfigMap("a")));
        var next = ConfigMap("a");
        next["data"] = new JsonObject { ["other"] = "value" };
        Assert.Equal("configmap/a configured", await RunAsync("apply -f -", next));
        Assert.Equal("""{"other":"value"}""", await RunAsync("get configmap a -o jsonpath={.data}"));
    }

    [Theory, EveryServer(NotOnKubeApiServer = "1.20 has no discovery.k8s.io/v1")]
    public async Task ABuiltInObjectWithListsIsReappliedWithoutAWarning(ServerKind server)
    {
        await UseWithKubectlAsync(server);
        var slice = JsonNode.Parse("""
            { "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "metadata": { "name": "a", "annotations": { "x": "1" } },
              "addressType": "IPv4", "endpoints": [{ "addresses": ["192.0.2.1"], "conditions": { "ready": false } }], "ports": [{ "port": 80 }] }
            """)!.AsObject();
        Assert.Equal("endpointslice.discovery.k8s.io/a created", await RunAsync("apply -f -", slice));
        slice["endpoints"]![0]!["conditions"]!["ready"] = true;
        slice["metadata"]!["annotations"]!["x"] = "2";
        var (output, warnings) = await Server.Kubectl.SayAsync($"--namespace {Namespace} apply -f -", slice.ToJsonString());
        Assert.Equal("endpointslice.discovery.k8s.io/a configured", output.Trim());
        Assert.Empty(warnings);
        Assert.Equal("true2", await RunAsync("get endpointslice a -o jsonpath={.endpoints[0].conditions.ready}{.metadata.annotations.x}"));
    }

    [Theory, EveryServer(NotOnKubeApiServer = "1.20 and this kubectl are twelve versions apart")]
    public async Task AnObjectIsAppliedOnTheServer(ServerKind server)
    {
        await UseWithKubectlAsync(server);
        var manifest = ExposedApi("v1", "a", """{"url": "http://x"}""");
        Assert.Equal("exposedapi.oda.tmforum.org/a serverside-applied", await RunAsync("apply --server-side -f -", manifest));
        Assert.Equal("exposedapi.oda.tmforum.org/a serverside-applied", await RunAsync("apply --server-side -f -", manifest));
    }

    [Theory, EveryServer]
    public async Task GetPrintsTheColumnsOfTheDefinition(ServerKind server)
    {
        await UseWithKubectlAsync(server);
        await RunAsync("apply -f -", ExposedApi("v1", "a", """{"url": "http://x"}"""));
        var lines = (await RunAsync("get components,exposedapis")).Split('\n');
        Assert.Matches("^NAME +API_ENDPOINT +IMPLEMENTATION_READY *$", lines[0]);
        Assert.StartsWith("exposedapi.oda.tmforum.org/a", lines[1], StringComparison.Ordinal);
    }

    [Theory, EveryServer]
    public async Task ObjectsAreLabelledAnnotatedPatchedAwaitedDescribedAndDeleted(ServerKind server)
    {
        await UseWithKubectlAsync(server);
        await RunAsync("apply -f -", ExposedApi("v1", "a", """{"url": "http://x"}"""));
        Assert.Equal("exposedapi.oda.tmforum.org/a labeled", await RunAsync("label exposedapi a x=y"));
        Assert.Equal("exposedapi.oda.tmforum.org/a annotated", await RunAsync("annotate exposedapi a x=y"));
        var waiting = RunAsync("wait exposedapi a --for=jsonpath={.status.implementation.ready}=true --timeout=20s");
        await RunAsync("patch exposedapi a --type=merge -p {\"status\":{\"implementation\":{\"ready\":true}}}");
        Assert.Equal("exposedapi.oda.tmforum.org/a condition met", await waiting);
        Assert.Contains("Ready:  true", await RunAsync("describe exposedapi a"), StringComparison.Ordinal);
        Assert.StartsWith(
            "exposedapi.oda.tmforum.org \"a\" deleted", await RunAsync("delete exposedapi a --timeout=20s"), StringComparison.Ordinal);
        (await Api.GetAsync($"{ExposedApis("v1")}/a")).FailedWith(404, "NotFound");
    }

    [Theory, EveryServer]
    public async Task NamespacesAreCreatedFromTheCommandLine(ServerKind server)
    {
        await UseWithKubectlAsync(server);
        Assert.Equal($"namespace/{Namespace}-b created", await Server.Kubectl.RunAsync($"create namespace {Namespace}-b") is var said ? said.Trim() : "");
        Assert.Equal("configmap/c created", await RunAsync("create configmap c --from-literal=key=value"));
        Assert.Equal("value", await RunAsync("get configmap c -o jsonpath={.data.key}"));
    }

    [Theory, EveryServer(NotOnKubeApiServer = "1.20 and this kubectl are twelve versions apart", NotOnMini36 = "it publishes OpenAPI late")]
    public async Task AListIsAppliedAndItsObjectsAreValidated(ServerKind server)
    {
        await UseWithKubectlAsync(server);
        var list = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "List", ["items"] = new JsonArray(ConfigMap("a"), ExposedApi("v1", "b", """{"url": "http://x"}""")) };
        Assert.Equal("configmap/a created\nexposedapi.oda.tmforum.org/b created", await RunAsync("apply -f -", list));
        Assert.Equal("configmap/a unchanged\nexposedapi.oda.tmforum.org/b unchanged", await RunAsync("apply -f -", list));
        list["items"]![1]!["spec"]!["port"] = "none";
        var refused = await Assert.ThrowsAsync<KubectlException>(() => RunAsync("apply -f -", list));
        Assert.Contains("spec.port", refused.Message, StringComparison.Ordinal);
        list["items"]![1]!["kind"] = "Nothing";
        await Assert.ThrowsAsync<KubectlException>(() => RunAsync("apply -f -", list));
    }

    [Theory, EveryServer(NotOnKubeApiServer = "1.20 has no OpenAPI v3", NotOnMini36 = "it publishes OpenAPI late")]
    public async Task ExplainShowsTheSchema(ServerKind server)
    {
        await UseWithKubectlAsync(server);
        Assert.Contains("The port where the API is exposed", await RunAsync("explain exposedapi.spec.port"), StringComparison.Ordinal);
    }

    private async Task UseWithKubectlAsync(ServerKind server)
    {
        Assert.SkipUnless(Kubectl.IsAvailable, Kubectl.Unavailable);
        await UseAsync(server);
    }

    private async Task<string> RunAsync(string arguments, JsonObject? manifest = null) =>
        (await Server.Kubectl.RunAsync($"--namespace {Namespace} {arguments}", manifest?.ToJsonString())).Trim();
}
