using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Tests.Kubernetes.Conformance;

/// <summary>Merge patch, JSON patch, strategic merge patch and server-side apply.</summary>
public class PatchTests(ConformanceServers servers) : ConformanceSuite(servers)
{
    [Theory, EveryServer]
    public async Task AMergePatchMergesMapsReplacesListsAndRemovesByNull(ServerKind server)
    {
        await UseAsync(server);
        (await Api.PostAsync(Widgets, Widget("one", """{"size": 1, "color": "red", "tags": ["a", "b"], "limits": {"a": 1}}"""))).Succeeded();
        var patch = Json("""{"spec": {"color": null, "tags": ["c"], "limits": {"b": 2}}}""");
        var patched = (await Api.MergeAsync($"{Widgets}/one", patch)).Succeeded();
        AssertSpec("""{"size": 1, "tags": ["c"], "limits": {"a": 1, "b": 2}, "mode": "plain"}""", patched);
    }

    [Theory, EveryServer]
    public async Task APatchWithAStaleResourceVersionConflicts(ServerKind server)
    {
        await UseAsync(server);
        var created = (await Api.PostAsync(Widgets, Widget("one"))).Succeeded();
        var patch = Json($$$"""{"metadata": {"resourceVersion": "{{{created.ResourceVersion}}}"}, "spec": {"size": 2}}""");
        (await Api.MergeAsync($"{Widgets}/one", patch)).Succeeded();
        (await Api.MergeAsync($"{Widgets}/one", patch)).FailedWith(409, "Conflict");
    }

    [Theory, EveryServer]
    public async Task AJsonPatchDoesItsOperationsInOrder(ServerKind server)
    {
        await UseAsync(server);
        (await Api.PostAsync(Widgets, Widget("one", """{"size": 1, "tags": ["a", "b"], "free": {"a/b": {"~": 1}}}"""))).Succeeded();
        var patched = await Api.JsonPatchAsync(
            $"{Widgets}/one",
            Json("""{"op": "test", "path": "/spec/size", "value": 1}"""),
            Json("""{"op": "replace", "path": "/spec/size", "value": 2}"""),
            Json("""{"op": "add", "path": "/spec/tags/1", "value": "x"}"""),
            Json("""{"op": "add", "path": "/spec/tags/-", "value": "z"}"""),
            Json("""{"op": "remove", "path": "/spec/tags/0"}"""),
            Json("""{"op": "copy", "from": "/spec/size", "path": "/spec/free/copied"}"""),
            Json("""{"op": "move", "from": "/spec/free/a~1b/~0", "path": "/spec/free/moved"}"""));
        AssertSpec(
            """{"size": 2, "tags": ["x", "b", "z"], "free": {"a/b": {}, "copied": 2, "moved": 1}, "mode": "plain"}""",
            patched.Succeeded());
    }

    [Theory, EveryServer]
    public async Task AJsonPatchWhoseTestFailsChangesNothing(ServerKind server)
    {
        await UseAsync(server);
        var created = (await Api.PostAsync(Widgets, Widget("one"))).Succeeded();
        (await Api.JsonPatchAsync(
            $"{Widgets}/one",
            Json("""{"op": "replace", "path": "/spec/size", "value": 2}"""),
            Json("""{"op": "test", "path": "/spec/size", "value": 1}"""))).FailedWith(422, "Invalid");
        Assert.Equal(created.ResourceVersion, (await Api.GetAsync($"{Widgets}/one")).ResourceVersion);
    }

    [Theory, EveryServer(NotOnKubeApiServer = "1.20 takes changes of what is not there")]
    public async Task AJsonPatchCanOnlyRemoveAndReplaceWhatIsThere(ServerKind server)
    {
        await UseAsync(server);
        (await Api.PostAsync(Widgets, Widget("one"))).Succeeded();
        (await Api.JsonPatchAsync($"{Widgets}/one", Json("""{"op": "remove", "path": "/spec/none"}"""))).FailedWith(422, "Invalid");
        (await Api.JsonPatchAsync($"{Widgets}/one", Json("""{"op": "replace", "path": "/spec/none", "value": 1}""")))
            .FailedWith(422, "Invalid");
    }

    [Theory, EveryServer]
    public async Task AStrategicMergePatchIsForBuiltInKindsOnly(ServerKind server)
    {
        await UseAsync(server);
        const string Strategic = "application/strategic-merge-patch+json";
        (await Api.PostAsync(Widgets, Widget("one"))).Succeeded();
        (await Api.SendAsync(HttpMethod.Patch, $"{Widgets}/one", "{}", Strategic)).FailedWith(415, "UnsupportedMediaType");
        (await Api.PostAsync(Core("configmaps"), ConfigMap("one", """{"finalizers": ["a.example/x", "a.example/y"]}"""))).Succeeded();
        var patch = """
            {"metadata": {"finalizers": ["a.example/z"], "$deleteFromPrimitiveList/finalizers": ["a.example/x"]},
             "data": {"key": null, "other": "value"}}
            """;
        var patched = (await Api.SendAsync(HttpMethod.Patch, $"{Core("configmaps")}/one", patch, Strategic)).Succeeded();
        Assert.Equal("""{"other":"value"}""", patched.Body["data"]!.ToJsonString());
        Assert.Equal(
            ["a.example/y", "a.example/z"],
            patched.Body["metadata"]!["finalizers"]!.AsArray().Select(finalizer => finalizer!.ToString()).Order());
        (await Api.MergeAsync($"{Core("configmaps")}/one", Json("""{"metadata": {"finalizers": null}}"""))).Succeeded();
    }

    [Theory, EveryServer]
    public async Task ServerSideApplyCreatesAndThenMerges(ServerKind server)
    {
        await UseAsync(server);
        var applied = await ApplyAsync("""{"size": 1, "limits": {"a": 1}}""");
        Assert.Equal(201, applied.Code);
        (await Api.MergeAsync($"{Widgets}/one", Json("""{"spec": {"color": "red"}}"""))).Succeeded();
        AssertSpec("""{"size": 3, "color": "red", "limits": {"a": 1}, "mode": "plain"}""",
            (await ApplyAsync("""{"size": 3, "limits": {"a": 1}}""")).Succeeded());

        Task<Answer> ApplyAsync(string spec) => Api.SendAsync(
            HttpMethod.Patch, $"{Widgets}/one?fieldManager=tests&force=true", Widget("one", spec).ToJsonString(), "application/apply-patch+yaml");
    }

    private static void AssertSpec(string expected, Answer actual) => Assert.True(
        JsonNode.DeepEquals(JsonNode.Parse(expected), actual.Body["spec"]), actual.Body["spec"]!.ToJsonString());
}
