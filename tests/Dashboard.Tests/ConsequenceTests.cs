using ApiBridge.Administration.Poison;
using ApiBridge.Dashboard.Apis;
using ApiBridge.Dashboard.Queueing;
using ApiBridge.Domain;

namespace ApiBridge.Dashboard.Tests;

/// <summary>What is said before a message is dropped or redriven is what will happen.</summary>
public sealed class ConsequenceTests
{
    private const string LooksAgain = "until it changes or a resync looks at it";
    private const string MayStay = "may stay on the gateway";
    private readonly ApiStore _store = new();

    public ConsequenceTests() => _store.Put([Row("orders", ApiState.GivenUp), Row("leaving", ApiState.Deleting)]);

    [Fact]
    public void DroppingTheMessageOfAnApiThatIsThereLosesNothing()
    {
        Assert.Contains(LooksAgain, OfDrop(Message("orders", EventReason.Changed)), StringComparison.Ordinal);
        Assert.Contains(LooksAgain, OfDrop(Message("leaving", EventReason.Changed, deleting: true)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gone", EventReason.Changed)]
    [InlineData("gone", EventReason.Deleted)]
    [InlineData("orders", EventReason.Deleted)]
    public void DroppingWhatMayBeTheLastThatTellsOfARouteIsWarnedOf(string name, EventReason reason)
    {
        var said = OfDrop(Message(name, reason));

        Assert.Contains(MayStay, said, StringComparison.Ordinal);
        Assert.Contains("redrive the message instead", said, StringComparison.Ordinal);
        Assert.DoesNotContain(LooksAgain, said, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoEventIsSaidToBeOfNoUse() =>
        Assert.Contains("It is no event", OfDrop(new("1", "{}", default, Event: null, "no CloudEvent")), StringComparison.Ordinal);

    [Fact]
    public void DroppingAllTellsHowManyMayBeTheLastAndThatMoreAreNotShown()
    {
        var view = new QueueView("dead", [Message("orders", EventReason.Changed), Message("gone", EventReason.Deleted)], 5);

        var said = Consequence.OfDrop(view, null, _store);

        Assert.Contains("Every message that dead has then, about 5,", said, StringComparison.Ordinal);
        Assert.Contains("Of the 2 that are shown, 1 may be such a message; of the others nothing is known.", said, StringComparison.Ordinal);
    }

    [Fact]
    public void RedrivingWritesToTheGatewayWhateverTheRecordSaysAndCountsAnew()
    {
        var message = Message("orders", EventReason.Changed);

        var said = Consequence.OfRedrive(new("dead", [message], 1), message, "api-events");

        Assert.Contains("writes to the gateway again", said, StringComparison.Ordinal);
        Assert.Contains("count anew", said, StringComparison.Ordinal);
    }

    private static ApiRow Row(string name, ApiState state) => new() { Namespace = "shop", Name = name, Version = "1", State = state };

    private static PoisonedMessage Message(string name, EventReason reason, bool deleting = false) => new(name, string.Empty, default, new()
    {
        Id = name,
        Source = "//cluster/exposedapis",
        Time = default,
        Key = new("shop", name, "u"),
        Reason = reason,
        Deleting = deleting,
    }, Problem: null);

    private string OfDrop(PoisonedMessage message) => Consequence.OfDrop(new("dead", [message], 1), message, _store);
}
