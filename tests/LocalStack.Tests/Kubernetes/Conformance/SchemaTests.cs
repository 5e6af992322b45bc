namespace ApiBridge.LocalStack.Tests.Kubernetes.Conformance;

/// <summary>What a definition's schema does to its objects.</summary>
public class SchemaTests(ConformanceServers servers) : ConformanceSuite(servers)
{
    [Theory, EveryServer]
    public async Task WhatTheSchemaForbidsIsRefusedByFieldAndReason(ServerKind server)
    {
        await UseAsync(server);
        foreach (var (spec, field, message) in new[]
        {
            ("""{}""", "spec.size", "Required value"),
            ("""{"size": "big"}""", "spec.size", "spec.size in body must be of type integer: \"string\""),
            ("""{"size": 1.5}""", "spec.size", "spec.size in body must be of type integer: \"number\""),
            ("""{"size": 0}""", "spec.size", "spec.size in body should be greater than or equal to 1"),
            ("""{"size": 11}""", "spec.size", "spec.size in body should be less than or equal to 10"),
            ("""{"size": 1, "color": "blue"}""", "spec.color", "Unsupported value: \"blue\": supported values: \"red\", \"green\""),
            ("""{"size": 1, "code": "A1"}""", "spec.code", "spec.code in body should match '^[a-z]+$'"),
            ("""{"size": 1, "port": true}""", "spec.port", "spec.port in body must be of type integer,string: \"boolean\""),
            ("""{"size": 1, "tags": []}""", "spec.tags", "spec.tags in body should have at least 1 items"),
            ("""{"size": 1, "tags": [1]}""", "spec.tags", "in body must be of type string: \"integer\""),
            ("""{"size": 1, "limits": {"a": "x"}}""", "spec.limits.a", "spec.limits.a in body must be of type integer: \"string\""),
        })
        {
            var refused = (await Api.PostAsync(Widgets, Widget("one", spec))).FailedWith(422, "Invalid");
            Assert.StartsWith($"Widget.{Definitions.Group} \"one\" is invalid: ", refused.Message, StringComparison.Ordinal);
            Assert.Contains(message, refused.Message, StringComparison.Ordinal);
            var cause = refused.Body["details"]!["causes"]![0]!;
            Assert.StartsWith(field, cause["field"]!.ToString(), StringComparison.Ordinal);
            Assert.StartsWith("FieldValue", cause["reason"]!.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory, EveryServer]
    public async Task WhatTheSchemaAllowsIsKept(ServerKind server)
    {
        await UseAsync(server);
        var spec = """{"size":10,"color":"green","code":"abc","port":"http","note":null,"mode":"m","tags":["a"],"limits":{"x":1},"free":{"a":[{"b":null}]}}""";
        var created = (await Api.PostAsync(Widgets, Widget("one", spec))).Succeeded();
        Assert.Equal(
            Json(spec).Select(pair => pair.Key).Order(), created.Body["spec"]!.AsObject().Select(pair => pair.Key).Order());
        Assert.Equal("http", created.Body["spec"]!["port"]!.ToString());
        (await Api.MergeAsync($"{Widgets}/one", Json("""{"spec": {"port": 80}}"""))).Succeeded();
    }

    [Theory, EveryServer]
    public async Task DefaultsAreFilledInAndUnknownFieldsPruned(ServerKind server)
    {
        await UseAsync(server);
        var created = await Api.PostAsync($"{Widgets}?fieldValidation=Ignore", Widget("one", """{"size": 1, "unknown": 1, "free": {"known": 1}}"""));
        var spec = created.Succeeded().Body["spec"]!.AsObject();
        Assert.Equal("plain", spec["mode"]!.ToString());
        Assert.False(spec.ContainsKey("unknown"));
        Assert.Equal(1, spec["free"]!["known"]!.GetValue<int>());
    }

    [Theory, EveryServer(NotOnKubeApiServer = "1.20 does not validate fields on the server")]
    public async Task StrictFieldValidationNamesTheUnknownField(ServerKind server)
    {
        await UseAsync(server);
        var refused = await Api.PostAsync($"{Widgets}?fieldValidation=Strict", Widget("one", """{"size": 1, "unknown": 1}"""));
        Assert.Contains("unknown field \"spec.unknown\"", refused.FailedWith(400, "BadRequest").Message, StringComparison.Ordinal);
    }

    [Theory, EveryServer]
    public async Task AVersionPrunesWhatTheStoredVersionDoesNotKnow(ServerKind server)
    {
        await UseAsync(server);
        var list = ExposedApi("v1beta4", "a", """[{"url": "http://x", "version": "1"}]""");
        var created = (await Api.PostAsync(ExposedApis("v1beta4"), list)).Succeeded();
        Assert.Equal("[{}]", created.Body["spec"]!["specification"]!.ToJsonString());
        Assert.Equal("[{}]", (await Api.GetAsync($"{ExposedApis("v1")}/a")).Body["spec"]!["specification"]!.ToJsonString());
        var texts = ExposedApi("v1beta3", "b", """["http://x"]""");
        (await Api.PostAsync(ExposedApis("v1beta3"), texts)).Succeeded();
        Assert.Equal("""["http://x"]""", (await Api.GetAsync($"{ExposedApis("v1")}/b")).Body["spec"]!["specification"]!.ToJsonString());
        var one = ExposedApi("v1", "c", """{"url": "http://x", "version": "1"}""");
        (await Api.PostAsync(ExposedApis("v1"), one)).Succeeded();
        Assert.Equal("{}", (await Api.GetAsync($"{ExposedApis("v1beta4")}/c")).Body["spec"]!["specification"]!.ToJsonString());
    }

    [Theory, EveryServer(NotOnKubeApiServer = "1.20 holds the shape of untouched fields against every update")]
    public async Task WhatAnUpdateLeavesAloneIsNotHeldAgainstIt(ServerKind server)
    {
        await UseAsync(server);
        var list = ExposedApi("v1beta4", "a", """[{"url": "http://x", "version": "1"}]""");
        (await Api.PostAsync(ExposedApis("v1beta4"), list)).Succeeded();
        var patch = Json("""{"status": {"implementation": {"ready": true}}}""");
        (await Api.MergeAsync($"{ExposedApis("v1")}/a", patch)).Succeeded();
        (await Api.MergeAsync($"{ExposedApis("v1")}/a", Json("""{"spec": {"specification": [1]}}"""))).FailedWith(422, "Invalid");
    }

    [Theory, EveryServer]
    public async Task TheVersionThatWroteAnObjectMayPatchIt(ServerKind server)
    {
        await UseAsync(server);
        (await Api.PostAsync(ExposedApis("v1beta4"), ExposedApi("v1beta4", "a", """[{"url": "http://x"}]"""))).Succeeded();
        var patched = await Api.MergeAsync($"{ExposedApis("v1beta4")}/a", Json("""{"status": {"apiStatus": {"url": "u"}}}"""));
        Assert.Equal(2, patched.Succeeded().Generation);
    }
}
