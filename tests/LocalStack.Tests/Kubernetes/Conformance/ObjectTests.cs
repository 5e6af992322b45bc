using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Tests.Kubernetes.Conformance;

/// <summary>Create, get and update.</summary>
public class ObjectTests(ConformanceServers servers) : ConformanceSuite(servers)
{
    [Theory, EveryServer]
    public async Task ACreatedObjectGetsWhatTheServerDecides(ServerKind server)
    {
        await UseAsync(server);
        var created = (await Api.PostAsync(Widgets, Widget("one"))).Succeeded();
        Assert.Equal(201, created.Code);
        Assert.True(Guid.TryParse(created.Uid, out _));
        Assert.Equal(1, created.Generation);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", created.Body["metadata"]!["creationTimestamp"]!.ToString());
        Assert.Equal(Namespace, created.Body["metadata"]!["namespace"]!.ToString());
        var read = await Api.GetAsync($"{Widgets}/one");
        Assert.True(JsonNode.DeepEquals(created.Body, read.Body), read.Body.ToJsonString());
    }

    [Theory, EveryServer]
    public async Task AGeneratedNameStartsWithItsPrefix(ServerKind server)
    {
        await UseAsync(server);
        var widget = Widget("");
        widget["metadata"] = new JsonObject { ["generateName"] = "made-" };
        Assert.Matches("^made-[a-z0-9]{5}$", (await Api.PostAsync(Widgets, widget)).Succeeded().Name);
    }

    [Theory, EveryServer]
    public async Task ANameIsTakenOnce(ServerKind server)
    {
        await UseAsync(server);
        (await Api.PostAsync(Widgets, Widget("one"))).Succeeded();
        var second = (await Api.PostAsync(Widgets, Widget("one"))).FailedWith(409, "AlreadyExists");
        Assert.Equal($"widgets.{Definitions.Group} \"one\" already exists", second.Message);
        Assert.Equal("one", second.Body["details"]!["name"]!.ToString());
    }

    [Theory, EveryServer]
    public async Task WhatIsNotThereIsNotFound(ServerKind server)
    {
        await UseAsync(server);
        var missing = (await Api.GetAsync($"{Widgets}/none")).FailedWith(404, "NotFound");
        Assert.Equal($"widgets.{Definitions.Group} \"none\" not found", missing.Message);
        Assert.Equal("widgets", missing.Body["details"]!["kind"]!.ToString());
        Assert.Equal(Definitions.Group, missing.Body["details"]!["group"]!.ToString());
        (await Api.MergeAsync($"{Widgets}/none", Json("{}"))).FailedWith(404, "NotFound");
        (await Api.DeleteAsync($"{Widgets}/none")).FailedWith(404, "NotFound");
    }

    [Theory, EveryServer(NotOnMini36 = "it has no admission: objects may be created in a namespace that is missing")]
    public async Task NothingIsCreatedInAMissingNamespace(ServerKind server)
    {
        await UseAsync(server);
        var refused = await Api.PostAsync($"/apis/{Definitions.Group}/v1/namespaces/nowhere/widgets", Widget("one"));
        Assert.Equal("namespaces \"nowhere\" not found", refused.FailedWith(404, "NotFound").Message);
    }

    [Theory, EveryServer]
    public async Task AnUpdateNeedsTheCurrentResourceVersion(ServerKind server)
    {
        await UseAsync(server);
        var created = (await Api.PostAsync(Widgets, Widget("one"))).Succeeded();
        var next = Widget("one", """{"size": 2}""", $$"""{"resourceVersion": "{{created.ResourceVersion}}"}""");
        var updated = (await Api.PutAsync($"{Widgets}/one", next)).Succeeded();
        Assert.Equal(2, updated.Generation);
        var stale = (await Api.PutAsync($"{Widgets}/one", next)).FailedWith(409, "Conflict");
        Assert.Contains("the object has been modified", stale.Message, StringComparison.Ordinal);
        (await Api.PutAsync($"{Widgets}/one", Widget("one"))).FailedWith(422, "Invalid");
    }

    [Theory, EveryServer]
    public async Task AWriteThatChangesNothingLeavesResourceVersionAndGeneration(ServerKind server)
    {
        await UseAsync(server);
        var created = (await Api.PostAsync(Widgets, Widget("one"))).Succeeded();
        var again = (await Api.PutAsync($"{Widgets}/one", created.Body)).Succeeded();
        Assert.Equal((created.ResourceVersion, 1), (again.ResourceVersion, again.Generation));
        var patched = (await Api.MergeAsync($"{Widgets}/one", Json("""{"spec": {"size": 1}}"""))).Succeeded();
        Assert.Equal((created.ResourceVersion, 1), (patched.ResourceVersion, patched.Generation));
    }

    [Theory, EveryServer]
    public async Task MetadataAloneRaisesTheResourceVersionOnly(ServerKind server)
    {
        await UseAsync(server);
        var created = (await Api.PostAsync(Widgets, Widget("one"))).Succeeded();
        var labelled = (await Api.MergeAsync($"{Widgets}/one", Json("""{"metadata": {"labels": {"a": "b"}}}"""))).Succeeded();
        Assert.NotEqual(created.ResourceVersion, labelled.ResourceVersion);
        Assert.Equal(1, labelled.Generation);
    }

    [Theory, EveryServer]
    public async Task GenerationAndCreationTimeAreTheServersAlone(ServerKind server)
    {
        await UseAsync(server);
        var created = (await Api.PostAsync(Widgets, Widget("one", metadata: """{"generation": 7, "uid": "mine"}"""))).Succeeded();
        Assert.Equal(1, created.Generation);
        Assert.NotEqual("mine", created.Uid);
        var patched = await Api.MergeAsync($"{Widgets}/one", Json("""{"metadata": {"generation": 9}}"""));
        Assert.Equal((1, created.ResourceVersion), (patched.Succeeded().Generation, patched.ResourceVersion));
        (await Api.MergeAsync($"{Widgets}/one", Json("""{"metadata": {"uid": "other"}}"""))).FailedWith(422, "Invalid");
        var other = (JsonObject)created.Body.DeepClone();
        other["metadata"]!["uid"] = "other";
        (await Api.PutAsync($"{Widgets}/one", other)).FailedWith(409, "Conflict");
        (await Api.MergeAsync($"{Widgets}/one", Json("""{"metadata": {"name": "other"}}"""))).FailedWith(400, "BadRequest");
    }

    [Theory, EveryServer]
    public async Task AnObjectHasToFitItsUrl(ServerKind server)
    {
        await UseAsync(server);
        (await Api.PostAsync(Widgets, Widget("one", metadata: """{"namespace": "elsewhere"}"""))).FailedWith(400, "BadRequest");
        var foreign = (await Api.PostAsync(Widgets, Gadget("one"))).FailedWith(422, "Invalid");
        Assert.Equal(
            $"Gadget.{Definitions.Group} \"one\" is invalid: kind: Invalid value: \"Gadget\": must be Widget", foreign.Message);
        (await Api.PostAsync(Widgets, Widget("Not_A_Name"))).FailedWith(422, "Invalid");
        (await Api.PostAsync(Widgets, Widget("one", metadata: """{"labels": {"a": 1}}"""))).FailedWith(400, "BadRequest");
        (await Api.SendAsync(HttpMethod.Post, Widgets, "{not json")).FailedWith(400, "BadRequest");
    }

    [Theory, EveryServer]
    public async Task ADryRunAnswersAndStoresNothing(ServerKind server)
    {
        await UseAsync(server);
        Assert.Equal("one", (await Api.PostAsync($"{Widgets}?dryRun=All", Widget("one"))).Succeeded().Name);
        (await Api.GetAsync($"{Widgets}/one")).FailedWith(404, "NotFound");
        var created = (await Api.PostAsync(Widgets, Widget("one"))).Succeeded();
        var patched = await Api.MergeAsync($"{Widgets}/one?dryRun=All", Json("""{"spec": {"size": 5}}"""));
        Assert.Equal(5, patched.Succeeded().Body["spec"]!["size"]!.GetValue<int>());
        (await Api.DeleteAsync($"{Widgets}/one?dryRun=All")).Succeeded();
        Assert.Equal(created.ResourceVersion, (await Api.GetAsync($"{Widgets}/one")).Succeeded().ResourceVersion);
    }

    [Theory, EveryServer]
    public async Task BodiesMayBeYaml(ServerKind server)
    {
        await UseAsync(server);
        var yaml = $$"""
            apiVersion: {{Definitions.Group}}/v1
            kind: Widget
            metadata:
              name: one
              annotations: {number: "1", flag: "true"}
            spec:
              size: 3
              note: |
                two
                lines
            """;
        var created = (await Api.SendAsync(HttpMethod.Post, Widgets, yaml, "application/yaml")).Succeeded();
        Assert.Equal(3, created.Body["spec"]!["size"]!.GetValue<int>());
        Assert.Equal("two\nlines", created.Body["spec"]!["note"]!.ToString().TrimEnd());
        Assert.Equal("1", created.Body["metadata"]!["annotations"]!["number"]!.ToString());
    }

    [Theory, EveryServer]
    public async Task BodiesAndObjectsHaveALargestSize(ServerKind server)
    {
        await UseAsync(server);
        var large = Widget("one", $$$"""{"size": 1, "free": {"text": "{{{new string('x', 2 * 1024 * 1024)}}}"}}""");
        var refused = await Api.PostAsync(Widgets, large);
        Assert.True(refused.Code is 413 or 500 or 422, refused.Body.ToJsonString());
        var larger = Widget("one", $$$"""{"size": 1, "free": {"text": "{{{new string('x', 4 * 1024 * 1024)}}}"}}""");
        (await Api.PostAsync(Widgets, larger)).FailedWith(413, "RequestEntityTooLarge");
        (await Api.GetAsync($"{Widgets}/one")).FailedWith(404, "NotFound");
    }
}
