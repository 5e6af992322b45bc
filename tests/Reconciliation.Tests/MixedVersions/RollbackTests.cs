using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests.MixedVersions;

/// <summary>Messages of this version, which wait in the queues while the worker is put back to version 0.1.0.</summary>
public sealed class RollbackTests
{
    private readonly World _world = new();

    public static TheoryData<EventReason> Reasons => [.. Enum.GetValues<EventReason>()];

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task EachReasonOfTheBridgeIsRead(EventReason reason)
    {
        var read = Read(World.EventOf(await _world.RegisterAsync(), reason));

        Assert.Equal(("shop", "orders", _world.Api.Key.Uid, reason.ToString()), (read.Namespace, read.Name, read.Uid, read.Reason));
        Assert.Equal((0, false), (read.Attempt, read.InDoubt));
    }

    [Theory]
    [InlineData(EventReason.Changed)]
    [InlineData(EventReason.Listed)]
    [InlineData(EventReason.Resync)]
    [InlineData(EventReason.Deleted)]
    public async Task WhatTheBridgeSaysOfADeletionIsRead(EventReason reason)
    {
        await _world.RegisterAsync();
        _world.Cluster.Delete("orders");

        var read = Read(World.EventOf(_world.Api, reason) with { Deleting = true });

        Assert.Equal((reason.ToString(), "/orders/v4"), (read.Reason, read.LastPath));
    }

    [Fact]
    public async Task ARegistrationUnderAnotherTemplateCountsAsNoneAndPoisonsNothing()
    {
        var world = new World { Gateway = new() { Endpoint = "gateway:8080", EntryName = "{namespace}.{name}" } };

        var read = Read(World.EventOf(await world.RegisterAsync(), EventReason.Deleted) with { Deleting = true });

        Assert.Equal(("Deleted", string.Empty), (read.Reason, read.LastPath));
    }

    [Theory]
    [InlineData(46_000)]
    [InlineData(60_000)]
    public void TheLargestMessageIsRead(int size)
    {
        var spec = JsonNode.Parse(World.Spec)!;
        spec["specification"] = new string('x', size);
        var api = _world.Create(spec: spec.ToJsonString());

        var read = Read(World.EventOf(api, EventReason.Deleted) with
        {
            LastRegistration = ApiRegistration.Of(api, "orders"),
            Deleting = true,
            InDoubt = true,
            FirstTime = _world.Time.GetUtcNow(),
            Attempt = 7,
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        });

        Assert.Equal(("Deleted", 7, true, "/orders/v4"), (read.Reason, read.Attempt, read.InDoubt, read.LastPath));
    }

    [Fact]
    public async Task ARetryOfALivingApiIsRead()
    {
        _world.Apig.Faults = _ => GatewayFault.AfterEffect;
        await _world.RegisterAsync();
        await _world.DeliverRetriesAsync();

        var read = Read(Assert.Single(_world.Retries).Event);

        Assert.NotNull(_world.Retries[0].Event.FirstTime);
        Assert.Equal(("orders", _world.Api.Key.Uid, "Retry", 2, true), (read.Name, read.Uid, read.Reason, read.Attempt, read.InDoubt));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ARetryOfADeletionIsReadWithWhatIsToBeRemoved(bool isGone)
    {
        await _world.RegisterAsync();
        _world.Cluster.Delete("orders");
        var last = _world.Api;
        _world.Apig.Faults = _ => GatewayFault.AfterEffect;
        if (isGone)
        {
            _world.Cluster.Strip("orders");
        }

        await _world.Worker.HandleAsync(World.EventOf(last) with { Deleting = true });

        var read = Read(Assert.Single(_world.Retries).Event);
        Assert.Equal(("Retry", 1, true, "/orders/v4"), (read.Reason, read.Attempt, read.InDoubt, read.LastPath));
    }

    [Fact]
    public async Task ARetryOfWhatFollowedAPredecessorIsRead()
    {
        var last = await _world.RegisterAsync();
        _world.Cluster.Strip("orders");
        var living = _world.Cluster.Create("orders", World.Spec);
        await _world.HandleAsync(last, EventReason.Deleted);

        Assert.Equal((living.Key.Uid, "Retry"), Read(Assert.Single(_world.Retries).Event) is var read ? (read.Uid, read.Reason) : default);
    }

    [Fact]
    public async Task AMessageThatNamesGatewayNeighboursAndEndpointSlicesIsRead()
    {
        var api = await _world.RegisterAsync();
        var message = World.EventOf(api) with
        {
            Gateway = "gateway:8080",
            Blocker = new("shop", "elder", "uid-7"),
            Holder = new("mall", "holder", "uid-8"),
            EndpointSlices = ["orders-abc", "orders-def"],
        };

        Assert.Equal(new("shop", "orders", api.Key.Uid, "Changed", 0, InDoubt: false, LastPath: string.Empty), Read(message));
    }

    [Fact]
    public async Task WhatIsPutOffWithItsNeighboursIsRead()
    {
        await _world.RegisterAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        var message = _world.MessageFor(_world.Create("returns"));
        Assert.NotNull(message.Blocker);
        _world.Worker.Store.IsDown = true;
        await _world.Worker.HandleAsync(message);

        var read = Read(Assert.Single(_world.Retries).Event);

        Assert.Equal(("returns", "Retry", 1), (read.Name, read.Reason, read.Attempt));
    }

    [Fact]
    public async Task WhatIsRedrivenIsRead()
    {
        var api = await _world.RegisterAsync();

        var read = Read(World.EventOf(api, EventReason.Resync).Redriven(_world.Time.GetUtcNow()));

        Assert.Equal(("Retry", 0, true), (read.Reason, read.Attempt, read.InDoubt));
    }

    /// <summary>The frozen reader is as strict as version 0.1.0 is: what it does not know it poisons.</summary>
    [Theory]
    [InlineData("Audit")]
    [InlineData("")]
    [InlineData("changed")]
    public void AReasonThatItDoesNotKnowWouldBePoisoned(string reason)
    {
        var message = JsonNode.Parse(Released.Message("changed").Span)!;
        message["data"]!["reason"] = reason;

        Assert.Throws<FormatException>(() => ReleasedReader.Read(System.Text.Encoding.UTF8.GetBytes(message.ToJsonString())));
    }

    [Theory]
    [MemberData(nameof(ReleasedMessageTests.All), MemberType = typeof(ReleasedMessageTests))]
    public void WhatItSentItselfIsRead(string message)
    {
        var read = ReleasedReader.Read(Released.Message(message));

        Assert.Equal(("shop", "orders", "uid-1"), (read.Namespace, read.Name, read.Uid));
    }

    private static ReleasedEvent Read(ApiEvent apiEvent)
    {
        var message = ApiEventCodec.Encode(apiEvent);
        Assert.True(message.Length <= 48 * 1024);
        return ReleasedReader.Read(message);
    }
}
