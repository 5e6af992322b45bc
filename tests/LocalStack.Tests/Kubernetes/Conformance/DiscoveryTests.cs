namespace ApiBridge.LocalStack.Tests.Kubernetes.Conformance;

/// <summary>Discovery, tables and what else clients ask a server about itself.</summary>
public class DiscoveryTests(ConformanceServers servers) : ConformanceSuite(servers)
{
    private const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    [Theory, EveryServer(NotOnMini36 = "it has no aggregator, which lists the groups of definitions")]
    public async Task GroupsListTheirVersionsBestFirst(ServerKind server)
    {
        await UseAsync(server);
        var groups = (await Api.GetAsync("/apis")).Succeeded().Body["groups"]!.AsArray();
        var canvas = groups.Single(group => group!["name"]!.ToString() == "oda.tmforum.org")!;
        var versions = canvas["versions"]!.AsArray().Select(version => version!["version"]!.ToString()).ToList();
        Assert.Equal(["v1", "v1beta4", "v1beta3"], versions.Where(version => version != "v1beta2"));
        Assert.Equal("oda.tmforum.org/v1", canvas["preferredVersion"]!["groupVersion"]!.ToString());
        Assert.Equal("oda.tmforum.org", (await Api.GetAsync("/apis/oda.tmforum.org")).Succeeded().Body["name"]!.ToString());
        Assert.Equal("v1", (await Api.GetAsync("/api")).Succeeded().Body["versions"]![0]!.ToString());
    }

    [Theory, EveryServer]
    public async Task AVersionListsItsResources(ServerKind server)
    {
        await UseAsync(server);
        var resources = (await Api.GetAsync("/apis/oda.tmforum.org/v1beta4")).Succeeded().Body["resources"]!.AsArray();
        var apis = resources.Single(resource => resource!["name"]!.ToString() == "exposedapis")!;
        Assert.Equal(("ExposedAPI", "exposedapi"), (apis["kind"]!.ToString(), apis["singularName"]!.ToString()));
        Assert.True(apis["namespaced"]!.GetValue<bool>());
        Assert.Superset(
            new HashSet<string>(["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]),
            apis["verbs"]!.AsArray().Select(verb => verb!.ToString()).ToHashSet());
    }

    [Theory, EveryServer]
    public async Task WhatIsNotServedIsNotFound(ServerKind server)
    {
        await UseAsync(server);
        var answer = await Api.GetAsync($"/apis/{Definitions.Group}/v1/namespaces/{Namespace}/widgets/one/scale");
        answer.FailedWith(404, "NotFound");
    }

    [Theory, EveryServer]
    public async Task ATableHasTheColumnsOfTheDefinition(ServerKind server)
    {
        await UseAsync(server);
        (await Api.PostAsync(ExposedApis("v1"), ExposedApi("v1", "a", """{"url": "http://x"}"""))).Succeeded();
        var status = Json("""{"status": {"apiStatus": {"url": "http://gateway/a"}, "implementation": {"ready": true}}}""");
        (await Api.MergeAsync($"{ExposedApis("v1")}/a", status)).Succeeded();
        var table = (await Api.GetAsync(ExposedApis("v1"), Table)).Succeeded().Body;
        Assert.Equal(("Table", "meta.k8s.io/v1"), (table["kind"]!.ToString(), table["apiVersion"]!.ToString()));
        Assert.Equal(
            ["Name", "API_endpoint", "Implementation_ready"],
            table["columnDefinitions"]!.AsArray().Select(column => column!["name"]!.ToString()));
        var row = table["rows"]![0]!;
        Assert.Equal("""["a","http://gateway/a","true"]""", row["cells"]!.ToJsonString());
        Assert.Equal("PartialObjectMetadata", row["object"]!["kind"]!.ToString());
        Assert.Equal("a", row["object"]!["metadata"]!["name"]!.ToString());
    }

    [Theory, EveryServer]
    public async Task ATableWithoutColumnsShowsTheAge(ServerKind server)
    {
        await UseAsync(server);
        (await Api.PostAsync(Widgets, Widget("a"))).Succeeded();
        var table = (await Api.GetAsync($"{Widgets}/a", Table)).Succeeded().Body;
        Assert.Equal(["Name", "Age"], table["columnDefinitions"]!.AsArray().Select(column => column!["name"]!.ToString()));
        Assert.Matches("^[0-9]+s$", table["rows"]![0]!["cells"]![1]!.ToString());
    }

    [Theory, EveryServer]
    public async Task ADefinitionOfAnotherNameOrWithoutSchemaIsRefused(ServerKind server)
    {
        await UseAsync(server);
        const string Path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
        var misnamed = Definitions.Definition("levers", "Lever", []);
        misnamed["metadata"]!["name"] = "other.example";
        (await Api.PostAsync(Path, misnamed)).FailedWith(422, "Invalid");
        var bare = Definitions.Definition("levers", "Lever", []);
        bare["spec"]!["versions"]![0]!.AsObject().Remove("schema");
        (await Api.PostAsync(Path, bare)).FailedWith(422, "Invalid");
    }
}
