using ApiBridge.Domain;

namespace ApiBridge.Simulation.Tests.Claims;

/// <summary>Claims are made and given up while the bridge is away, while a neighbour may not be read, and while old messages come once more.</summary>
public sealed class DisturbanceTests
{
    [Theory]
    [ClassData(typeof(AnySharedPlace))]
    public Task AYoungerIsNotRegisteredWhileItsElderMayNotBeReadAndTheNextResyncAfterThatSettlesIt(Place place) => Story.TellAsync(place, async story =>
    {
        await story.CreateAsync("elder", "/p1");
        await story.SettleAsync();
        story.ForbidReading("elder");

        await story.CreateAsync("younger", "/p1");
        var cost = await story.SettleAsync();
        story.AssertHasNothing("younger", ConditionReasons.ElderUnreadable);
        Assert.Equal(story.Key("elder"), story.Api("younger").Status.YieldsTo);
        Assert.Equal(new(Messages: 1, Calls: 0), cost);

        await story.ResyncAsync();
        story.AssertHasNothing("younger", ConditionReasons.ElderUnreadable);

        story.AllowReading();
        await story.ResyncAsync();
        story.AssertWaits("younger", "elder");
        story.AssertHolds("elder", "/p1");
    });

    [Theory]
    [ClassData(typeof(AnySharedPlace))]
    public Task AYoungerKeepsThePathThatItHoldsWhileAnElderThatAMessageNamesMayNotBeRead(Place place) => Story.TellAsync(place, async story =>
    {
        await story.CreateAsync("elder", "/p1");
        await story.CreateAsync("younger", "/p1");
        await story.SettleAsync();
        var letter = story.FirstLetterAbout("younger", elder: "elder");
        story.Move("elder", "/p2");
        await story.SettleAsync();
        story.AssertHolds("younger", "/p1");

        story.ForbidReading("elder");
        story.Deliver(letter);
        var cost = await story.SettleAsync();
        story.AssertHolds("younger", "/p1");
        Assert.Equal(new(Messages: 0, Calls: 0), cost);

        story.AllowReading();
        await story.ResyncAsync();
        story.AssertHolds("younger", "/p1");
        story.AssertHolds("elder", "/p2");
    });

    [Theory]
    [ClassData(typeof(AnyPlace))]
    public Task AnOldMessageThatNamesAnElderThatIsGoneChangesNothing(Place place) => Story.TellAsync(place, async story =>
    {
        await story.CreateAsync("elder", "/p1");
        await story.CreateAsync("younger", "/p1");
        await story.SettleAsync();
        var letter = story.FirstLetterAbout("younger", elder: "elder");
        story.Delete("elder");
        await story.SettleAsync();
        story.AssertHolds("younger", "/p1");

        var version = story.Api("younger").ResourceVersion;
        story.Deliver(letter);
        var cost = await story.SettleAsync();

        story.AssertHolds("younger", "/p1");
        Assert.Equal(version, story.Api("younger").ResourceVersion);
        Assert.Equal(new(Messages: 0, Calls: 0), cost);
    });

    [Theory]
    [ClassData(typeof(AnyPlace))]
    public Task AnOldMessageThatNamesAnElderThatMovedAwayDecidesNothing(Place place) => Story.TellAsync(place, async story =>
    {
        var letter = await WaitForAnotherAsync(story);

        var version = story.Api("younger").ResourceVersion;
        story.Deliver(letter);
        var cost = await story.SettleAsync();

        story.AssertWaits("younger", "other");
        Assert.Equal(version, story.Api("younger").ResourceVersion);
        Assert.Equal(new(Messages: 0, Calls: 0), cost);
    });

    [Theory]
    [ClassData(typeof(AnyPlace))]
    public Task AnOldMessageThatWasDeliveredBeforeLeavesADoubtThatTheBridgeSettles(Place place) => Story.TellAsync(place, async story =>
    {
        var letter = await WaitForAnotherAsync(story);

        story.Deliver(letter, deliveries: 1);
        var cost = await story.SettleAsync();

        story.AssertWaits("younger", "other");
        story.AssertHolds("other", "/p1");
        Assert.Equal(1, cost.Messages);
    });

    [Theory]
    [ClassData(typeof(AnyPlace))]
    public Task WhatIsClaimedWhileTheBridgeIsDownIsSettledOnceItIsBack(Place place) => Story.TellAsync(
        place,
        async story =>
        {
            await story.CreateAsync("a", "/p1");
            await story.CreateAsync("b", "/p2");
            await story.CreateAsync("c", "/p3");
            await story.CreateAsync("d", "/p4");
            await story.CreateAsync("e", "/p4");
            await story.SettleAsync();

            story.StopBridge();
            story.Move("a", "/p2");
            story.Move("b", "/p1");
            story.Move("c", "/p4");
            story.Delete("d");
            await story.CreateAsync("f", "/p3");
            await story.CreateAsync("g", "/p2");
            story.StartBridge();
            await story.SettleAsync();

            story.AssertHolds("a", "/p2");
            story.AssertHolds("b", "/p1");
            story.AssertHolds("c", "/p4");
            story.AssertWaits("e", "c");
            story.AssertHolds("f", "/p3");
            story.AssertWaits("g", "a");
        },
        times: 20);

    [Theory]
    [ClassData(typeof(AnyPlace))]
    public Task ABridgeThatStartsWhereAllIsSettledSendsNothing(Place place) => Story.TellAsync(place, async story =>
    {
        await story.CreateAsync("elder", "/p1");
        await story.CreateAsync("younger", "/p1");
        await story.CreateAsync("youngest", "/p1");
        await story.SettleAsync();

        story.StopBridge();
        story.StartBridge();
        var cost = await story.SettleAsync();

        Assert.Equal(new(Messages: 0, Calls: 0), cost);
        story.AssertHolds("elder", "/p1");
        story.AssertWaits("younger", "elder");
        story.AssertWaits("youngest", "younger");
    });

    // The younger waited for the elder first, and now does so for another, which is between them.
    private static async Task<BinaryData> WaitForAnotherAsync(Story story)
    {
        await story.CreateAsync("elder", "/p1");
        await story.CreateAsync("other", "/p2");
        await story.CreateAsync("younger", "/p1");
        await story.SettleAsync();
        var letter = story.FirstLetterAbout("younger", elder: "elder");
        story.Move("other", "/p1");
        await story.SettleAsync();
        story.Move("elder", "/p3");
        await story.SettleAsync();
        story.AssertHolds("other", "/p1");
        return letter;
    }
}
