using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>Policies that a spec asks for and that the gateway is never told of.</summary>
public sealed class PoliciesAppliedTests
{
    private readonly World _world = new();

    [Fact]
    public async Task PoliciesAreSaidNotToBeAppliedInTheStatusAndInOneEvent()
    {
        await _world.RegisterAsync(spec: With("rateLimit", "CORS"));
        await _world.HandleAsync(_world.Api, EventReason.Resync);
        await _world.HandleAsync(_world.Api, EventReason.Listed);

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
        _world.AssertCondition(ConditionTypes.PoliciesApplied, ConditionStatus.False, ConditionReasons.NotSupported);
        Assert.Equal(("orders", ConditionReasons.NotSupported, Policies!.Message), Assert.Single(_world.Worker.Store.Warnings));
        Assert.Contains("spec.rateLimit, spec.CORS", Policies.Message, StringComparison.Ordinal);
        Assert.Null(Convergence.Gap(_world.Api, _world.Entries, implementationReady: false, "10.0.0.1"));
    }

    [Fact]
    public async Task TheyCostNoFurtherWriteAndDoNotCountForReady()
    {
        _world.Network.ReadyServices.Add("orders");

        await _world.RegisterAsync(spec: With("rateLimit"));

        Assert.Equal(3, _world.Writes);
        _world.AssertCondition(ConditionTypes.Ready, ConditionStatus.True, ConditionReasons.RegisteredAndReady);
    }

    [Fact]
    public async Task AnotherSetOfThemIsToldAnewAndAnotherPathIsNot()
    {
        await _world.RegisterAsync(spec: With("rateLimit"));
        var since = Policies!.LastTransitionTime;
        _world.Time.Advance(TimeSpan.FromMinutes(1));

        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
        await _world.HandleAsync(_world.Api);
        Assert.Single(_world.Worker.Store.Warnings);

        _world.Cluster.ChangeSpec("orders", spec => spec["template"] = "gold");
        await _world.HandleAsync(_world.Api);
        Assert.Equal(2, _world.Worker.Store.Warnings.Count);
        Assert.Contains("spec.rateLimit, spec.template", _world.Worker.Store.Warnings[1].Message, StringComparison.Ordinal);
        Assert.Equal(since, Policies!.LastTransitionTime);
    }

    [Fact]
    public async Task WhatAsksForNoneAnyMoreSaysNothingOfThem()
    {
        await _world.RegisterAsync(spec: With("rateLimit"));
        _world.Cluster.ChangeSpec("orders", spec => spec["rateLimit"]!["enabled"] = false);

        await _world.HandleAsync(_world.Api);

        Assert.Null(Policies);
        Assert.Single(_world.Worker.Store.Warnings);
        Assert.Null(Convergence.Gap(_world.Api, _world.Entries, implementationReady: false, "10.0.0.1"));
    }

    [Fact]
    public async Task ARefusedApiSaysItToo()
    {
        var spec = JsonNode.Parse(With("rateLimit"))!;
        spec["path"] = "orders";

        await _world.RegisterAsync(spec: spec.ToJsonString());

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.SpecInvalid);
        _world.AssertCondition(ConditionTypes.PoliciesApplied, ConditionStatus.False, ConditionReasons.NotSupported);
        Assert.Equal([ConditionReasons.NotSupported, ConditionReasons.SpecInvalid], _world.Worker.Store.Warnings.Select(warning => warning.Reason).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task TheyAreNotSentToTheGateway()
    {
        await _world.RegisterAsync(spec: With("rateLimit", "CORS"));

        Assert.Equal(ApiRegistration.Of(await new World().RegisterAsync(), "orders"), _world.Apig.Find("orders"));
    }

    private Condition? Policies => _world.Api.Status.Condition(ConditionTypes.PoliciesApplied);

    private static string With(params string[] policies)
    {
        var spec = JsonNode.Parse(World.Spec)!;
        foreach (var policy in policies)
        {
            spec[policy] = new JsonObject { ["enabled"] = true };
        }

        return spec.ToJsonString();
    }
}
