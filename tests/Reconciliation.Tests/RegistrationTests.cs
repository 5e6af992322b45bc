using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.TestServers;

namespace ApiBridge.Reconciliation.Tests;

public sealed class RegistrationTests
{
    private readonly World _world = new();

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 4)]
    public async Task ANewApiCostsOneGatewayCallAndThreeWritesAndAFourthWhereStatusIsASubresource(bool hasStatus, int writes)
    {
        var world = new World { HasStatus = hasStatus };

        var api = await world.RegisterAsync();

        Assert.Equal(["create /orders/v4"], world.Apig.Calls);
        Assert.Equal(writes, world.Writes);
        Assert.Equal(ApiRegistration.Of(api, api.Key.Name), world.Apig.Find("orders"));
        Assert.Empty(world.Retries);
        Assert.Null(Convergence.Gap(api, TestEntries.Default, implementationReady: false, "10.0.0.1"));
    }

    [Fact]
    public async Task TheStatusSaysWhatTheCanvasReads()
    {
        _world.Network.ReadyServices.Add("orders");

        var api = await _world.RegisterAsync();

        var expected = JsonElement.Parse(
            """
            {
              "implementation":{"ready":true},
              "apiStatus":{"name":"orders","url":"http://10.0.0.1/orders/v4","ip":"10.0.0.1","developerUI":"http://10.0.0.1/orders/v4/docs/"},
              "apigBind":{
                "response":{"res_code":"0000","res_message":"ok"},
                "spec":{"name":"orders","path":"/orders/v4","implementation":"orders","port":8080,"specification":{"url":"https://x/y.json","version":"v4"}}
              }
            }
            """);
        foreach (var field in expected.EnumerateObject())
        {
            Assert.True(JsonElement.DeepEquals(field.Value, api.Status.Json.Child(field.Name)), $"{field.Name}: {api.Status.Json.Child(field.Name)}");
        }

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
        _world.AssertCondition(ConditionTypes.ImplementationReady, ConditionStatus.True, ConditionReasons.EndpointsReady);
        _world.AssertCondition(ConditionTypes.ComponentNotified, ConditionStatus.True, ConditionReasons.EntryUpdated);
    }

    [Fact]
    public async Task ReadinessIsFalseFromTheFirstSightOnAndNeverAbsent()
    {
        var api = _world.Create();
        bool? readyBeforeRegistration = null;
        _world.Worker.Steps.Once("create", () => readyBeforeRegistration = _world.Api.Status.Ready);

        await _world.HandleAsync(api);

        Assert.False(readyBeforeRegistration);
    }

    [Theory]
    [InlineData(EventReason.Listed)]
    [InlineData(EventReason.Changed)]
    [InlineData(EventReason.Resync)]
    [InlineData(EventReason.Readiness)]
    [InlineData(EventReason.Retry)]
    public async Task WhatAgreesCostsNoCallAndNoWrite(EventReason reason)
    {
        var api = await _world.RegisterAsync();
        var writes = _world.Writes;

        await _world.HandleAsync(api, reason);

        Assert.Single(_world.Apig.Calls);
        Assert.Equal(writes, _world.Writes);
        Assert.Empty(_world.Retries);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"url":"https://x/y.json","version":null}""")]
    [InlineData("""[{"url":null},null]""")]
    [InlineData("[{}]")]
    [InlineData("{}")]
    [InlineData("""["https://x/y.json"]""")]
    public async Task ASpecificationOfAnyShapeSettles(string? specification)
    {
        var spec = JsonNode.Parse(World.Spec)!.AsObject();
        spec["specification"] = specification is null ? null : JsonNode.Parse(specification);

        var api = await _world.RegisterAsync(spec: spec.ToJsonString());
        await _world.HandleAsync(api);

        Assert.Single(_world.Apig.Calls);
        Assert.Null(Convergence.Gap(_world.Api, TestEntries.Default, implementationReady: false, "10.0.0.1"));
    }

    [Fact]
    public async Task AnAnswerWithNullsSettles()
    {
        _world.Apig.Answer = """{"res_code":"0000","res_message":null,"data":{"id":null}}""";

        var api = await _world.RegisterAsync();
        var writes = _world.Writes;
        await _world.HandleAsync(api);

        Assert.Equal(writes, _world.Writes);
    }

    [Fact]
    public async Task OnlyAChangedSpecificationReplacesWithoutRemoval()
    {
        await _world.RegisterAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec["specification"]!["version"] = "v5");

        await _world.HandleAsync(_world.Api);

        Assert.Equal(["create /orders/v4", "create /orders/v4"], _world.Apig.Calls);
        Assert.Equal(ApiRegistration.Of(_world.Api, _world.Api.Key.Name), _world.Apig.Find("orders"));
        Assert.Equal(ApiRegistration.Of(_world.Api, _world.Api.Key.Name), _world.Api.Status.Registration);
    }

    [Fact]
    public async Task AChangeThatTheGatewayDoesNotCareAboutIsOnlyTakenNoteOf()
    {
        await _world.RegisterAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec["rateLimit"] = new JsonObject { ["enabled"] = true });

        await _world.HandleAsync(_world.Api);

        Assert.Single(_world.Apig.Calls);
        Assert.Equal(_world.Api.SpecHash, _world.Api.Status.ObservedSpecHash);
    }

    [Theory]
    [InlineData("path", "\"orders\"", "start it with a slash")]
    [InlineData("port", "70000", "use a port between 1 and 65535")]
    [InlineData("implementation", "\"\"", "name the Service that implements the API")]
    public async Task AWrongSpecIsReportedAndNotCalledWith(string field, string value, string fix)
    {
        var spec = JsonNode.Parse(World.Spec)!;
        spec[field] = JsonNode.Parse(value);

        var api = await _world.RegisterAsync(spec: spec.ToJsonString());
        await _world.HandleAsync(api);

        // What an earlier object of the name may have left goes, by the name alone.
        Assert.Equal(["remove /apibridge-placeholder/orders"], _world.Apig.Calls);
        Assert.Empty(_world.Retries);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.SpecInvalid);
        Assert.Contains(fix, _world.Api.Status.Condition(ConditionTypes.Registered)!.Message, StringComparison.Ordinal);
        Assert.Equal(("orders", ConditionReasons.SpecInvalid), Assert.Single(_world.Worker.Store.Warnings) is var (name, reason, _) ? (name, reason) : default);
        Assert.False(_world.Api.Status.Ready);
        Assert.Empty(_world.Api.Status.Url);
    }

    [Fact]
    public async Task AWrongSpecKeepsTheOldRegistrationAndItsRecord()
    {
        var before = await _world.RegisterAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "orders");

        await _world.HandleAsync(_world.Api);

        Assert.Equal(ApiRegistration.Of(before, before.Key.Name), _world.Apig.Find("orders"));
        Assert.Equal(ApiRegistration.Of(before, before.Key.Name), _world.Api.Status.Registration);
        Assert.Equal("http://10.0.0.1/orders/v4", _world.Api.Status.Url);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.SpecInvalid);
    }

    [Fact]
    public async Task OthersConditionsAndFieldsStayAsTheyAre()
    {
        const string Theirs = """{"type":"Audited","status":"True","reason":"Ok","message":"","lastTransitionTime":"2025-01-01T00:00:00Z","observedGeneration":4}""";
        var api = _world.Cluster.Create("orders", World.Spec, status: $$"""{"conditions":[{{Theirs}}],"theirs":{"a":1},"implementation":{"since":"x"} }""");

        await _world.HandleAsync(api);

        var status = _world.Api.Status.Json;
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(Theirs), status.Items("conditions").First()));
        Assert.Equal(5, status.Items("conditions").Count());
        Assert.Equal(1, status.Child("theirs").Number("a"));
        Assert.Equal("x", status.Child("implementation").Text("since"));
    }

    [Fact]
    public async Task AConditionMovesItsTimeOnlyWithItsStatus()
    {
        var registered = (await _world.RegisterAsync()).Status.Condition(ConditionTypes.Registered)!.LastTransitionTime;
        _world.Time.Advance(TimeSpan.FromHours(1));
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
        _world.Network.ReadyServices.Add("orders");

        await _world.HandleAsync(_world.Api);

        Assert.Equal(registered, _world.Api.Status.Condition(ConditionTypes.Registered)!.LastTransitionTime);
        Assert.Equal(registered.AddHours(1), _world.Api.Status.Condition(ConditionTypes.ImplementationReady)!.LastTransitionTime);
    }

    [Fact]
    public async Task ASpecThatChangesBeforeTheStatusIsWrittenIsRegisteredInASecondPass()
    {
        var api = _world.Create();
        _world.Worker.Steps.Once("status", () => _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5"));

        await _world.HandleAsync(api);

        Assert.Equal("/orders/v5", _world.Apig.Find("orders")!.Path);
        Assert.Equal("http://10.0.0.1/orders/v5", _world.Api.Status.Url);
        Assert.Equal("http://10.0.0.1/orders/v5", _world.Component.Entries[api.Key.Uid].Url);
        Assert.Empty(_world.Retries);
    }

    [Fact]
    public async Task AnObjectThatNeverRestsGetsAnotherTurnSoon()
    {
        var api = _world.Create();
        _world.Worker.Steps.Always = step =>
        {
            if (step == "status")
            {
                _world.Cluster.ChangeSpec("orders", spec => spec["port"] = (int)spec["port"]! + 1);
            }

            return Task.CompletedTask;
        };

        await _world.HandleAsync(api);

        Assert.Equal(_world.Reconcile.MaxPasses, _world.Apig.Calls.Count(call => call == "create /orders/v4"));
        var (next, delay) = Assert.Single(_world.Retries);
        Assert.True(next.InDoubt);
        Assert.InRange(delay, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
    }
}
