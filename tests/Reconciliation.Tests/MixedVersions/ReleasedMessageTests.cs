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
    [InlineData("contested", EventReason.Contested, 0, false)]
    public void EachIsReadAsItWasMeant(string message, EventReason reason, int attempt, bool inDoubt)
    {
        var read = new World { Kubernetes = new() { ClusterName = "canvas" } }.Intake.ReadFresh(new BinaryData(Released.Message(message)));

        Assert.Equal(
            (new ObjectKey("shop", "orders", "uid-1"), reason, attempt, inDoubt), (read.Key, read.Reason, read.Attempt, read.InDoubt));
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

    private void AssertConverged() =>
        Assert.Null(Convergence.Gap(_world.Api, _world.Entries, implementationReady: false, "10.0.0.1"));
}
