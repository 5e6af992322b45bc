using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>Every status that is written says whose it is, and of which gateway it speaks.</summary>
public sealed class StampTests
{
    // As a copy has it, with everything that could be believed.
    private const string Foreign = """
        {
          "implementation":{"ready":true},
          "apiStatus":{"name":"other","url":"http://10.0.0.1/other","ip":"10.0.0.1","developerUI":"http://10.0.0.1/other/docs/"},
          "apigBind":{"response":{"res_code":"0000"},"spec":{"name":"orders","path":"/other","implementation":"other","port":80} },
          "apiBridge":{"uid":"uid-99","gateway":"apig-operator-uportal.shop:8080","specHash":"x","unansweredAt":"2025-01-01T00:00:00Z","later":1},
          "conditions":[
            {"type":"Registered","status":"True","reason":"Accepted","message":"theirs","lastTransitionTime":"2025-01-01T00:00:00Z"},
            {"type":"ComponentNotified","status":"True","reason":"EntryUpdated","message":"theirs","lastTransitionTime":"2025-01-01T00:00:00Z"},
            {"type":"Audited","status":"True","reason":"Ok","message":"kept","lastTransitionTime":"2025-01-01T00:00:00Z"}
          ]
        }
        """;

    private readonly World _world = new();

    public static TheoryData<string> Statuses => ["", "{}", Foreign];

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task ARegistrationIsStamped(string status)
    {
        await HandleAsync(status);

        AssertStamped(ConditionStatus.True, ConditionReasons.Accepted);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task AMissingAddressIsStamped(string status)
    {
        _world.Network.Addresses.Clear();

        await HandleAsync(status);

        AssertStamped(ConditionStatus.True, ConditionReasons.AddressPending);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task AWrongSpecIsStamped(string status)
    {
        await HandleAsync(status, "wrong");

        AssertStamped(ConditionStatus.False, ConditionReasons.SpecInvalid);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task AConflictIsStamped(string status)
    {
        await _world.RegisterAsync("older");
        _world.Time.Advance(TimeSpan.FromMinutes(1));

        await HandleAsync(status);

        AssertStamped(ConditionStatus.False, ConditionReasons.PathConflict);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task ARefusalIsStamped(string status)
    {
        _world.Apig.Refuses = (_, _) => "no";

        await HandleAsync(status);

        AssertStamped(ConditionStatus.False, ConditionReasons.GatewayRefused);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task AnOutageIsStamped(string status)
    {
        _world.Apig.Faults = _ => GatewayFault.BeforeEffect;

        await HandleAsync(status);

        AssertStamped(ConditionStatus.False, ConditionReasons.GatewayUnavailable);
        Assert.NotNull(_world.Api.Status.UnansweredAt);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task AFailedRemovalIsStamped(string status)
    {
        Create(status, "/orders/v4", ExposedApi.Finalizer);
        _world.Cluster.Delete("orders");
        _world.Apig.Refuses = (operation, _) => operation == "remove" ? "locked" : null;

        await _world.HandleAsync(_world.Api);

        AssertStamped(ConditionStatus.False, ConditionReasons.RemovalFailed);
        Assert.NotNull(_world.Api.Status.UnansweredAt);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task AReleaseThatOthersHoldUpIsStamped(string status)
    {
        Create(status, "/orders/v4", ExposedApi.Finalizer, "others");
        _world.Cluster.Delete("orders");

        await _world.HandleAsync(_world.Api);

        AssertStamped(ConditionStatus.False, ConditionReasons.Removed);
        Assert.Null(_world.Api.Status.UnansweredAt);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatALaterVersionWroteUnderAnOwnStampStays(bool isChanged)
    {
        await _world.RegisterAsync();
        _world.Cluster.Change("orders", json =>
        {
            json["status"]!["apiBridge"]!["later"] = new JsonObject { ["a"] = new JsonArray(1, 2) };
            json["status"]!["tomorrow"] = "x";
            json["status"]!["implementation"]!["since"] = "y";
            json["status"]!["apiStatus"]!["zone"] = "z";
        });
        if (isChanged)
        {
            _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
        }

        await _world.HandleAsync(_world.Api);

        var status = _world.Api.Status.Json;
        Assert.Equal("""{"a":[1,2]}""", status.Child("apiBridge").Child("later").GetRawText());
        Assert.Equal(("x", "y", "z"), (status.Text("tomorrow"), status.Child("implementation").Text("since"), status.Child("apiStatus").Text("zone")));
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
    }

    private Task HandleAsync(string status, string path = "/orders/v4")
    {
        Create(status, path);
        return _world.HandleAsync(_world.Api);
    }

    private void Create(string status, string path, params string[] finalizers)
    {
        var spec = JsonNode.Parse(World.Spec)!;
        spec["path"] = path;
        var api = _world.Cluster.Create("orders", spec.ToJsonString(), status: status.Length > 0 ? status : null, finalizers: finalizers);
        _world.Component.Entries[api.Key.Uid] = new();
    }

    private void AssertStamped(ConditionStatus expected, string reason)
    {
        var status = _world.Api.Status;
        Assert.Equal((_world.Api.Key.Uid, "apig-operator-uportal.shop:8080"), (status.StampedUid, status.Gateway));
        _world.AssertCondition(ConditionTypes.Registered, expected, reason);
        Assert.NotEqual("/other", status.Registration?.Path);
        Assert.NotEqual("http://10.0.0.1/other", status.Url);
        Assert.Empty(status.Json.Child("apiBridge").Text("later"));
        Assert.Equal(0, status.Json.Child("apiBridge").Number("later"));
        Assert.DoesNotContain(status.Conditions, condition => condition.Message == "theirs");
        Assert.Equal(status.Conditions.Count, status.Conditions.DistinctBy(condition => condition.Type).Count());
    }
}
