using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests.MixedVersions;

/// <summary>Statuses of version 0.1.0, which have no stamp: they count as those of the operator before it.</summary>
public sealed class ReleasedStatusTests
{
    private readonly World _world = new();

    public static TheoryData<string> All =>
        ["accepted", "address-pending", "spec-invalid", "spec-invalid-registered", "path-conflict", "gateway-refused", "gateway-unavailable", "removal-failed"];

    public static TheoryData<string> Registered => ["accepted", "address-pending"];

    [Theory]
    [MemberData(nameof(Registered))]
    public async Task WhatIsRegisteredTakesExactlyOneCreationAndIsStampedAndConverged(string status)
    {
        Upgrade(status);

        await _world.HandleAsync(_world.Api, EventReason.Listed);

        Assert.Equal(["create /orders/v4"], _world.Apig.Calls);
        AssertConverged();
        await _world.HandleAsync(_world.Api, EventReason.Listed);
        Assert.Single(_world.Apig.Calls);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void EveryOneLacksSomethingUntilItIsLookedAt(string status)
    {
        Upgrade(status);

        Assert.Equal(ConvergenceGap.NotAdopted, Convergence.Gap(_world.Api, _world.Entries, implementationReady: false, "10.0.0.1"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task EveryOneEndsRegisteredWhereNothingStandsInTheWayAnyMore(string status)
    {
        Upgrade(status);

        await _world.HandleAsync(_world.Api, EventReason.Listed);

        Assert.Equal(["create /orders/v4"], _world.Apig.Calls);
        AssertConverged();
        Assert.Empty(_world.Retries);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task EveryOneLetsThePathChange(string status)
    {
        Upgrade(status);
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");

        await _world.HandleAsync(_world.Api);

        var hasRecord = Released.Status(status).Contains("apigBind", StringComparison.Ordinal);
        Assert.Equal(hasRecord ? ["remove /orders/v4", "create /orders/v5"] : ["create /orders/v5"], _world.Apig.Calls);
        Assert.Equal(["orders at /orders/v5"], _world.Apig.Entries);
        AssertConverged();
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task EveryOneLetsTheApiGo(string status)
    {
        Upgrade(status);
        _world.Apig.RefuseToRemoveTheUnknown();
        _world.Cluster.Delete("orders");

        await _world.HandleAsync(_world.Api);

        Assert.Empty(_world.Apig.Entries);
        Assert.Empty(_world.Cluster.All);
        Assert.Empty(_world.Retries);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task EveryOneThatWasCopiedLeavesTheOriginalAlone(string status)
    {
        await _world.RegisterAsync();
        _world.Cluster.Create("returns", At("/returns"), status: Released.Status(status), finalizers: ExposedApi.Finalizer);

        await _world.HandleAsync(_world.Cluster.Get("returns"));
        Assert.Equal(["orders at /orders/v4", "returns at /returns"], _world.Apig.Entries);

        _world.Cluster.Delete("returns");
        await _world.HandleAsync(_world.Cluster.Get("returns"));
        Assert.Equal(["orders at /orders/v4"], _world.Apig.Entries);
    }

    [Fact]
    public async Task AWrongSpecKeepsWhatWasRegisteredBefore()
    {
        Upgrade("spec-invalid-registered");
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "orders");

        await _world.HandleAsync(_world.Api, EventReason.Listed);

        Assert.Equal(["create /orders/v4"], _world.Apig.Calls);
        Assert.Equal("/orders/v4", _world.Api.Status.Registration?.Path);
        AssertStamped(ConditionReasons.SpecInvalid);
    }

    [Fact]
    public async Task AWrongSpecWithoutARecordLeavesNothing()
    {
        Upgrade("spec-invalid");
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "orders");

        await _world.HandleAsync(_world.Api, EventReason.Listed);

        Assert.Equal(["remove /apibridge-placeholder/orders"], _world.Apig.Calls);
        AssertStamped(ConditionReasons.SpecInvalid);
    }

    [Fact]
    public async Task WhoWaitedForAnElderStillWaits()
    {
        await _world.RegisterAsync("older");
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        Upgrade("path-conflict");

        await _world.HandleAsync(_world.Api, EventReason.Listed);

        Assert.Equal(["older at /orders/v4"], _world.Apig.Entries);
        AssertStamped(ConditionReasons.PathConflict);
    }

    [Fact]
    public async Task WhatTheGatewayStillRefusesIsRefused()
    {
        Upgrade("gateway-refused");
        _world.Apig.Refuses = (operation, _) => operation == "create" ? "path is reserved" : null;

        await _world.HandleAsync(_world.Api, EventReason.Listed);

        Assert.Empty(_world.Apig.Entries);
        Assert.Null(_world.Api.Status.Registration);
        AssertStamped(ConditionReasons.GatewayRefused);
    }

    [Theory]
    [InlineData("gateway-unavailable", false)]
    [InlineData("removal-failed", true)]
    public async Task AnOutageThatGoesOnIsSaidUnderAStamp(string status, bool isDeleted)
    {
        Upgrade(status);
        _world.Apig.Faults = _ => GatewayFault.BeforeEffect;
        if (isDeleted)
        {
            _world.Cluster.Delete("orders");
        }

        await _world.HandleAsync(_world.Api, EventReason.Resync);

        AssertStamped(isDeleted ? ConditionReasons.RemovalFailed : ConditionReasons.GatewayUnavailable);
        Assert.NotNull(_world.Api.Status.UnansweredAt);
        Assert.Single(_world.Retries);
        _world.Apig.Faults = null;
        await _world.SettleAsync();
        Assert.Equal(isDeleted ? [] : ["orders at /orders/v4"], _world.Apig.Entries);
    }

    // What was registered is on the gateway, and what may have been.
    private void Upgrade(string status)
    {
        var api = _world.Cluster.Create("orders", World.Spec, status: Released.Status(status), finalizers: ExposedApi.Finalizer);
        _world.Component.Entries[api.Key.Uid] = new();
        if (api.Status.Registration is not null || status is "gateway-unavailable")
        {
            _world.Apig.Put(ApiRegistration.Of(api, "orders"));
        }
    }

    private static string At(string path)
    {
        var spec = JsonNode.Parse(World.Spec)!;
        spec["path"] = path;
        return spec.ToJsonString();
    }

    private void AssertConverged()
    {
        AssertStamped(ConditionReasons.Accepted);
        Assert.Null(Convergence.Gap(_world.Api, _world.Entries, implementationReady: false, "10.0.0.1"));
    }

    private void AssertStamped(string reason)
    {
        var status = _world.Api.Status;
        Assert.Equal((_world.Api.Key.Uid, "apig-operator-uportal.shop:8080"), (status.StampedUid, status.Gateway));
        Assert.Equal(reason, status.Condition(ConditionTypes.Registered)?.Reason);
    }
}
