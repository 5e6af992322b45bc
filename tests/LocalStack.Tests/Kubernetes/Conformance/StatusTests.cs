namespace ApiBridge.LocalStack.Tests.Kubernetes.Conformance;

/// <summary>The status, with and without a subresource of its own.</summary>
public class StatusTests(ConformanceServers servers) : ConformanceSuite(servers)
{
    [Theory, EveryServer]
    public async Task WithoutTheSubresourceAStatusIsAFieldLikeAnyOther(ServerKind server)
    {
        await UseAsync(server);
        (await Api.PostAsync(Widgets, Widget("one"))).Succeeded();
        (await Api.MergeAsync($"{Widgets}/one/status", Json("""{"status": {"a": 1}}"""))).FailedWith(404, "NotFound");
        var patched = (await Api.MergeAsync($"{Widgets}/one", Json("""{"status": {"a": 1}}"""))).Succeeded();
        Assert.Equal((1, 2), (patched.Body["status"]!["a"]!.GetValue<int>(), patched.Generation));
    }

    [Theory, EveryServer]
    public async Task WithTheSubresourceTheMainResourceIgnoresTheStatus(ServerKind server)
    {
        await UseAsync(server);
        var gadget = Gadget("one");
        gadget["status"] = Json("""{"a": 1}""");
        var created = (await Api.PostAsync(Gadgets, gadget)).Succeeded();
        Assert.Null(created.Body["status"]);
        var patched = (await Api.MergeAsync($"{Gadgets}/one", Json("""{"status": {"a": 1}}"""))).Succeeded();
        Assert.Null(patched.Body["status"]);
        Assert.Equal((1, created.ResourceVersion), (patched.Generation, patched.ResourceVersion));
    }

    [Theory, EveryServer]
    public async Task TheSubresourceIgnoresEverythingElse(ServerKind server)
    {
        await UseAsync(server);
        (await Api.PostAsync(Gadgets, Gadget("one"))).Succeeded();
        var patch = Json("""{"spec": {"size": 5}, "status": {"a": 1}}""");
        var patched = (await Api.MergeAsync($"{Gadgets}/one/status", patch)).Succeeded();
        Assert.Equal((1, 1), (patched.Body["spec"]!["size"]!.GetValue<int>(), patched.Body["status"]!["a"]!.GetValue<int>()));
        Assert.Equal(1, patched.Generation);
        Assert.Equal(patched.ResourceVersion, (await Api.GetAsync($"{Gadgets}/one/status")).Succeeded().ResourceVersion);
        var next = (await Api.MergeAsync($"{Gadgets}/one", Json("""{"spec": {"size": 2}}"""))).Succeeded();
        Assert.Equal((2, 1), (next.Generation, next.Body["status"]!["a"]!.GetValue<int>()));
    }

    [Theory, EveryServer]
    public async Task DiscoveryTellsWhetherTheSubresourceExists(ServerKind server)
    {
        await UseAsync(server);
        var resources = (await Api.GetAsync($"/apis/{Definitions.Group}/v1")).Succeeded().Body["resources"]!.AsArray()
            .Select(resource => resource!["name"]!.ToString()).ToList();
        Assert.Contains("gadgets/status", resources);
        Assert.Contains("widgets", resources);
        Assert.DoesNotContain("widgets/status", resources);
    }
}
