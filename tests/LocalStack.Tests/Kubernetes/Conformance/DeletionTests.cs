using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Tests.Kubernetes.Conformance;

/// <summary>Deletion: finalizers, preconditions, owners, namespaces, definitions.</summary>
public class DeletionTests(ConformanceServers servers) : ConformanceSuite(servers)
{
    private const string NoCollector = "it has no garbage collector";
    private const string Finalizer = "conformance.example/finalizer";

    [Theory, EveryServer]
    public async Task AnObjectWithoutFinalizersGoesAtOnce(ServerKind server)
    {
        await UseAsync(server);
        var created = (await Api.PostAsync(Widgets, Widget("one"))).Succeeded();
        var deleted = (await Api.DeleteAsync($"{Widgets}/one")).Succeeded();
        Assert.Equal(("Status", "Success"), (deleted.Body["kind"]!.ToString(), deleted.Body["status"]!.ToString()));
        Assert.Equal(created.Uid, deleted.Body["details"]!["uid"]!.ToString());
        (await Api.GetAsync($"{Widgets}/one")).FailedWith(404, "NotFound");
    }

    [Theory, EveryServer]
    public async Task AFinalizerHoldsADeletedObjectUntilItIsRemoved(ServerKind server)
    {
        await UseAsync(server);
        (await Api.PostAsync(Widgets, Widget("one", metadata: $$"""{"finalizers": ["{{Finalizer}}"]}"""))).Succeeded();
        var deleted = (await Api.DeleteAsync($"{Widgets}/one")).Succeeded();
        Assert.NotNull(deleted.Body["metadata"]!["deletionTimestamp"]);
        Assert.Equal(0, deleted.Body["metadata"]!["deletionGracePeriodSeconds"]!.GetValue<int>());
        Assert.Equal(2, deleted.Generation);
        var again = (await Api.DeleteAsync($"{Widgets}/one")).Succeeded();
        Assert.Equal(deleted.ResourceVersion, again.ResourceVersion);
        (await Api.MergeAsync($"{Widgets}/one", Json("""{"status": {"a": 1}}"""))).Succeeded();
        (await Api.MergeAsync($"{Widgets}/one", Json($$$"""{"metadata": {"finalizers": ["{{{Finalizer}}}", "other.example/x"]}}""")))
            .FailedWith(422, "Invalid");
        (await Api.MergeAsync($"{Widgets}/one", Json("""{"metadata": {"deletionTimestamp": null}}"""))).Succeeded();
        var released = (await Api.MergeAsync($"{Widgets}/one", Json("""{"metadata": {"finalizers": null}}"""))).Succeeded();
        Assert.Equal("one", released.Name);
        (await Api.GetAsync($"{Widgets}/one")).FailedWith(404, "NotFound");
    }

    [Theory, EveryServer]
    public async Task APreconditionThatDoesNotHoldConflicts(ServerKind server)
    {
        await UseAsync(server);
        var created = (await Api.PostAsync(Widgets, Widget("one"))).Succeeded();
        (await Api.DeleteAsync($"{Widgets}/one", Json("""{"preconditions": {"uid": "other"}}"""))).FailedWith(409, "Conflict");
        (await Api.DeleteAsync($"{Widgets}/one", Json("""{"preconditions": {"resourceVersion": "1"}}"""))).FailedWith(409, "Conflict");
        (await Api.DeleteAsync($"{Widgets}/one", Json($$$"""
            {"preconditions": {"uid": "{{{created.Uid}}}", "resourceVersion": "{{{created.ResourceVersion}}}"}}
            """))).Succeeded();
    }

    [Theory, EveryServer]
    public async Task ACollectionIsDeletedBySelector(ServerKind server)
    {
        await UseAsync(server);
        (await Api.PostAsync(Widgets, Widget("a", metadata: """{"labels": {"go": "yes"}}"""))).Succeeded();
        (await Api.PostAsync(Widgets, Widget("b"))).Succeeded();
        (await Api.DeleteAsync($"{Widgets}?labelSelector=go%3Dyes")).Succeeded();
        Assert.Equal(["b"], (await Api.GetAsync(Widgets)).ItemNames);
        (await Api.DeleteAsync(Widgets)).Succeeded();
        Assert.Empty((await Api.GetAsync(Widgets)).ItemNames);
    }

    [Theory, EveryServer(NotOnMini36 = NoCollector)]
    public async Task DependentsGoWithTheirLastOwner(ServerKind server)
    {
        await UseAsync(server);
        var (first, second) = (await OwnerAsync("first"), await OwnerAsync("second"));
        (await Api.PostAsync(Core("configmaps"), Owned("child", first))).Succeeded();
        (await Api.PostAsync(Core("configmaps"), Owned("shared", first, second))).Succeeded();
        (await Api.DeleteAsync($"{Core("configmaps")}/first")).Succeeded();
        await GoneAsync($"{Core("configmaps")}/child");
        (await Api.GetAsync($"{Core("configmaps")}/shared")).Succeeded();
        (await Api.DeleteAsync($"{Core("configmaps")}/second")).Succeeded();
        await GoneAsync($"{Core("configmaps")}/shared");
    }

    [Theory, EveryServer(NotOnMini36 = NoCollector)]
    public async Task AnOwnerDeletedInForegroundGoesAfterItsDependents(ServerKind server)
    {
        await UseAsync(server);
        var owner = await OwnerAsync("owner");
        var child = Owned("child", owner);
        child["metadata"]!["finalizers"] = new JsonArray(Finalizer);
        (await Api.PostAsync(Core("configmaps"), child)).Succeeded();
        (await Api.DeleteAsync($"{Core("configmaps")}/owner", Json("""{"propagationPolicy": "Foreground"}"""))).Succeeded();
        await Deadline.UntilAsync(
            async () => (await Api.GetAsync($"{Core("configmaps")}/child")).Body["metadata"]!["deletionTimestamp"] is not null,
            "the dependent is being deleted");
        (await Api.GetAsync($"{Core("configmaps")}/owner")).Succeeded();
        (await Api.MergeAsync($"{Core("configmaps")}/child", Json("""{"metadata": {"finalizers": null}}"""))).Succeeded();
        await GoneAsync($"{Core("configmaps")}/owner");
    }

    [Theory, EveryServer(NotOnMini36 = NoCollector)]
    public async Task DependentsAreOrphanedWhenAskedFor(ServerKind server)
    {
        await UseAsync(server);
        var owner = await OwnerAsync("owner");
        (await Api.PostAsync(Core("configmaps"), Owned("child", owner))).Succeeded();
        (await Api.DeleteAsync($"{Core("configmaps")}/owner", Json("""{"propagationPolicy": "Orphan"}"""))).Succeeded();
        await GoneAsync($"{Core("configmaps")}/owner");
        var child = (await Api.GetAsync($"{Core("configmaps")}/child")).Succeeded();
        Assert.Null(child.Body["metadata"]!["ownerReferences"]);
    }

    [Theory, EveryServer(NotOnMini36 = "it has no namespace controller")]
    public async Task ANamespaceGoesWithAllThatIsInIt(ServerKind server)
    {
        await UseAsync(server);
        (await Api.PostAsync(Widgets, Widget("held", metadata: $$"""{"finalizers": ["{{Finalizer}}"]}"""))).Succeeded();
        (await Api.PostAsync(Core("configmaps"), ConfigMap("free"))).Succeeded();
        var deleted = (await Api.DeleteAsync($"/api/v1/namespaces/{Namespace}")).Succeeded();
        Assert.Equal("Terminating", deleted.Body["status"]!["phase"]!.ToString());
        await NothingNewIsTakenAsync();
        await GoneAsync($"{Core("configmaps")}/free");
        (await Api.GetAsync($"/api/v1/namespaces/{Namespace}")).Succeeded();
        (await Api.MergeAsync($"{Widgets}/held", Json("""{"metadata": {"finalizers": null}}"""))).Succeeded();
        await GoneAsync($"/api/v1/namespaces/{Namespace}");
    }

    // A real server's admission knows of the deletion by a cache of its own, a moment later.
    private Task NothingNewIsTakenAsync()
    {
        var count = 0;
        return Deadline.UntilAsync(
            async () => (await Api.PostAsync(Widgets, Widget($"late-{++count}"))).Code == 403, "a terminating namespace takes nothing new");
    }

    [Theory, EveryServer]
    public async Task ADefinitionGoesWithItsObjects(ServerKind server)
    {
        await UseAsync(server);
        await Server.DefineAsync(Definitions.Definition("sprockets", "Sprocket", []).ToJsonString());
        var sprockets = $"/apis/{Definitions.Group}/v1/namespaces/{Namespace}/sprockets";
        var sprocket = Widget("one");
        sprocket["kind"] = "Sprocket";
        (await Api.PostAsync(sprockets, sprocket)).Succeeded();
        var definition = $"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/sprockets.{Definitions.Group}";
        (await Api.DeleteAsync(definition)).Succeeded();
        await GoneAsync(definition);
        await GoneAsync(sprockets);
    }

    private static JsonObject Owned(string name, params Answer[] owners)
    {
        var references = owners.Select(owner => Json($$"""
            {"apiVersion": "v1", "kind": "ConfigMap", "name": "{{owner.Name}}", "uid": "{{owner.Uid}}", "blockOwnerDeletion": true}
            """));
        var owned = ConfigMap(name);
        owned["metadata"]!["ownerReferences"] = new JsonArray([.. references]);
        return owned;
    }

    private async Task<Answer> OwnerAsync(string name) =>
        (await Api.PostAsync(Core("configmaps"), ConfigMap(name))).Succeeded();
}
