using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests.MixedVersions;

/// <summary>Messages of version 0.1.0, which wait in the queues while the worker is replaced.</summary>
public sealed class ReleasedMessageTests
{
    private readonly World _world = new();

    public static TheoryData<string> All =>
        ["listed", "changed", "readiness", "resync", "deleting", "deleted", "retry", "retry-of-a-deletion", "contested"];

    [Theory]
    [InlineData("listed", EventReason.Listed, 0, false)]
    [InlineData("changed", EventReason.Changed, 0, false)]
    [InlineData("readiness", EventReason.Readiness, 0, false)]
    [InlineData("resync", EventReason.Resync, 0, false)]
    [InlineData("deleting", EventReason.Changed, 0, false)]
    [InlineData("deleted", EventReason.Deleted, 0, false)]
    [InlineData("retry", EventReason.Retry, 1, true)]
    [InlineData("retry-of-a-deletion", EventReason.Retry, 1, true)]
    [InlineData("contested", EventReason.Changed, 0, false)]
    public void EachIsReadAsItWasMeant(string message, EventReason reason, int attempt, bool inDoubt)
    {
        var read = new World { Kubernetes = new() { ClusterName = "canvas" } }.Intake.ReadFresh(new BinaryData(Released.Message(message)));

        Assert.Equal(
            (new ObjectKey("shop", "orders", "uid-1"), reason, attempt, inDoubt), (read.Key, read.Reason, read.Attempt, read.InDoubt));
        Assert.Equal((null, null, null), (read.Gateway, read.Blocker, read.Holder));
        Assert.Empty(read.EndpointSlices);
        var isAboutDeletion = message is "deleting" or "deleted" or "retry-of-a-deletion";
        Assert.Equal((isAboutDeletion, isAboutDeletion ? "/orders/v4" : null), (read.IsAboutDeletion, read.LastRegistration?.Path));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task AnyRegistersALivingApi(string message)
    {
        _world.Create();

        await _world.Worker.HandleAsync(Released.Message(message));

        Assert.Equal(["orders at /orders/v4"], _world.Apig.Entries);
        AssertConverged();
        Assert.Empty(_world.Retries);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task AnyLeavesARegisteredApiRegistered(string message)
    {
        await _world.RegisterAsync();

        await _world.Worker.HandleAsync(Released.Message(message));

        Assert.Equal(["orders at /orders/v4"], _world.Apig.Entries);
        AssertConverged();
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task AnyReleasesAnApiThatIsBeingDeleted(string message)
    {
        await _world.RegisterAsync();
        _world.Cluster.Delete("orders");

        await _world.Worker.HandleAsync(Released.Message(message));

        Assert.Empty(_world.Cluster.All);
        Assert.Empty(_world.Apig.Entries);
        Assert.Empty(_world.Retries);
    }

    [Theory]
    [InlineData("deleting")]
    [InlineData("deleted")]
    [InlineData("retry")]
    [InlineData("retry-of-a-deletion")]
    public async Task WhatSpeaksOfADeletionOrOfADoubtRemovesWhatIsGone(string message)
    {
        await _world.RegisterAsync();
        _world.Cluster.Strip("orders");

        await _world.Worker.HandleAsync(Released.Message(message));

        Assert.Empty(_world.Apig.Entries);
        Assert.Empty(_world.Retries);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task AnyAboutAPredecessorLeavesItsNamesakeRegisteredAndNothingElse(string message)
    {
        await _world.RegisterAsync();
        _world.Cluster.Strip("orders");
        await _world.RegisterAsync(spec: World.Spec.Replace("/orders/v4", "/orders/v5", StringComparison.Ordinal));

        await _world.Worker.HandleAsync(Released.Message(message));

        Assert.Equal(["orders at /orders/v5"], _world.Apig.Entries);
        AssertConverged();
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task AnyUnderAnotherTemplateLeavesTheEntryOfNow(string message)
    {
        await _world.RegisterAsync();
        _world.Restart(new() { Endpoint = "apig-operator-uportal.{namespace}:8080", EntryName = "{namespace}.{name}" });

        await _world.Worker.HandleAsync(Released.Message(message));

        Assert.Equal(["shop.orders at /orders/v4"], _world.Apig.Entries);
        AssertConverged();
    }

    /// <summary>It names nobody, and its worker reads for whom the API says that it waits.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task AnyLeavesAnApiWaitingThatSaysForWhom(string message)
    {
        await WaitForAnElderAsync();
        Assert.Equal("uid-1", _world.Api.Key.Uid);

        await _world.Worker.HandleAsync(Released.Message(message));

        Assert.Equal(["older at /orders/v4"], _world.Apig.Entries);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.PathConflict);
    }

    [Fact]
    public async Task AWakeRegistersAnApiWhoseElderIsGone()
    {
        await WaitForAnElderAsync();
        _world.Cluster.Delete("older");
        await _world.HandleAsync(_world.Cluster.Get("older"));

        await _world.Worker.HandleAsync(Released.Message("contested"));

        Assert.Equal(["orders at /orders/v4"], _world.Apig.Entries);
        AssertConverged();
    }

    // The younger one is the first that is created, for the messages have its uid.
    private async Task WaitForAnElderAsync()
    {
        _world.Create();
        await _world.RegisterAsync("older");
        _world.Cluster.Change("older", json => json["metadata"]!["creationTimestamp"] = "2025-01-01T00:00:00Z");
        await _world.HandleAsync(_world.Api);
    }

    private void AssertConverged() =>
        Assert.Null(Convergence.Gap(_world.Api, _world.Entries, implementationReady: false, "10.0.0.1"));
}
