using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>What a message that is put off, or delivered again, still names.</summary>
public sealed class PutOffNeighboursTests
{
    private static readonly string[] Slices = ["orders-abc", "orders-def"];

    private readonly Pair _pair = Pair.Create();

    [Fact]
    public async Task WhatWasNotWorkedOnToItsEndKeepsAllThatItNames()
    {
        var message = Message();
        _pair.World.Worker.Store.IsDown = true;

        await _pair.World.Worker.HandleAsync(message);

        AssertNext(message, message.Blocker, message.Holder);
    }

    [Fact]
    public async Task WhatWasNotWorkedOnToItsEndIsWorkedOnWithItsNeighboursLater()
    {
        _pair.World.Worker.Store.IsDown = true;
        await _pair.World.Worker.HandleAsync(Message());
        _pair.World.Worker.Store.IsDown = false;

        await _pair.World.DeliverRetriesAsync();

        _pair.AssertWaits();
    }

    [Fact]
    public async Task ARetryForAGatewayThatIsDownNamesNoNeighbours()
    {
        var message = Message();
        _pair.World.Apig.Faults = _ => GatewayFault.BeforeEffect;

        await _pair.World.Worker.HandleAsync(message);

        AssertNext(message, blocker: null, holder: null);
    }

    [Fact]
    public async Task ARetryForAComponentThatIsNotReadyNamesNoNeighbours()
    {
        var message = Message();
        _pair.World.Component.Entries.Clear();

        await _pair.World.Worker.HandleAsync(message);

        AssertNext(message, blocker: null, holder: null);
        Assert.Equal(ConditionReasons.PathConflict, _pair.YoungerReason);
    }

    [Fact]
    public async Task ARetryOfAnObjectThatNeverRestsNamesNoNeighbours()
    {
        var message = Message();
        _pair.World.Worker.Steps.Always = step =>
        {
            if (step == "status")
            {
                _pair.World.Cluster.Change("orders", json => json["metadata"]!["labels"]!["touched"] = json["metadata"]!["resourceVersion"]!.ToString());
            }

            return Task.CompletedTask;
        };

        await _pair.World.Worker.HandleAsync(message);

        AssertNext(message, blocker: null, holder: null);
    }

    [Fact]
    public async Task ARedeliveryIsWorkedOnWithItsNeighbours()
    {
        var message = Message();
        _pair.World.Worker.Steps.Once("read", () => throw new CrashException("read"));
        await Assert.ThrowsAsync<CrashException>(() => _pair.World.Worker.HandleAsync(message));

        await _pair.World.Worker.HandleAsync(message, dequeueCount: 2);

        _pair.AssertWaits();
    }

    private ApiEvent Message() => _pair.Naming(blocker: _pair.Elder.Key, holder: new("shop", "holder", "uid-8")) with { EndpointSlices = Slices };

    private void AssertNext(ApiEvent message, ObjectKey? blocker, ObjectKey? holder)
    {
        var next = Assert.Single(_pair.World.Retries).Event;
        Assert.Equal((EventReason.Retry, 1, message.Key), (next.Reason, next.Attempt, next.Key));
        Assert.Equal((blocker, holder, message.Gateway), (next.Blocker, next.Holder, next.Gateway));
        Assert.NotNull(next.Gateway);
        Assert.Equal(Slices, next.EndpointSlices);
    }
}
