using ApiBridge.Domain;

namespace ApiBridge.Simulation.Tests.Claims;

/// <summary>An elder claims a path that a younger API wants as well, and can't have it, or not always.</summary>
public sealed class PrecedenceTests
{
    [Theory]
    [ClassData(typeof(AnyPlace))]
    public Task AnElderThatTheGatewayRefusesLetsTheYoungerRegister(Place place) => Story.TellAsync(place, async story =>
    {
        await story.CreateAsync("elder", "/p1", Scenario.RefusedPort);
        await story.CreateAsync("younger", "/p1");
        await story.SettleAsync();

        story.AssertHasNothing("elder", ConditionReasons.GatewayRefused);
        story.AssertHolds("younger", "/p1");
    });

    [Theory]
    [ClassData(typeof(AnyPlace))]
    public Task AYoungerGetsThePathThatItsElderLeavesAlsoWhenTheElderIsRefusedElsewhere(Place place) => Story.TellAsync(place, async story =>
    {
        await story.CreateAsync("elder", "/p1");
        await story.CreateAsync("younger", "/p1");
        await story.SettleAsync();
        story.AssertWaits("younger", "elder");

        story.Move("elder", "/p3", Scenario.RefusedPort);
        await story.SettleAsync();

        Assert.Equal(ConditionReasons.GatewayRefused, story.Reason("elder"));
        story.AssertHolds("younger", "/p1");
    });

    [Theory]
    [ClassData(typeof(AnyPlace))]
    public Task AYoungerThatIsLookedAtTogetherWithItsElderIsRegisteredWhenTheElderIsRefused(Place place) => Story.TellAsync(
        place,
        async story =>
        {
            story.StopBridge();
            await story.CreateAsync("elder", "/p1", Scenario.RefusedPort);
            await story.CreateAsync("younger", "/p1");

            story.StartBridge();
            await story.SettleAsync();

            story.AssertHasNothing("elder", ConditionReasons.GatewayRefused);
            story.AssertHolds("younger", "/p1");
        },
        times: 20);

    [Theory]
    [ClassData(typeof(AnyPlace))]
    public Task AnElderThatWasRefusedAndIsMendedTakesThePathAndTheYoungerGivesItUp(Place place) => Story.TellAsync(place, async story =>
    {
        await story.CreateAsync("elder", "/p1", Scenario.RefusedPort);
        await story.CreateAsync("younger", "/p1");
        await story.SettleAsync();

        story.Move("elder", "/p1");
        var cost = await story.SettleAsync();

        story.AssertHolds("elder", "/p1");
        story.AssertWaits("younger", "elder");
        Assert.Equal(new(Messages: 2, Calls: 2), cost);
    });

    [Theory]
    [ClassData(typeof(AnyPlace))]
    public Task AnElderThatTakesThePathConcernsWhoHoldsItAlsoWhenAnotherIsBetweenThem(Place place) => Story.TellAsync(place, async story =>
    {
        await story.CreateAsync("eldest", Story.InvalidPath);
        await story.CreateAsync("refused", "/p1", Scenario.RefusedPort);
        await story.CreateAsync("youngest", "/p1");
        await story.SettleAsync();
        story.AssertHolds("youngest", "/p1");

        story.Move("eldest", "/p1");
        await story.SettleAsync();

        story.AssertHolds("eldest", "/p1");
        story.AssertHasNothing("refused", ConditionReasons.GatewayRefused);
        story.AssertWaits("youngest", "eldest");
    });

    [Theory]
    [ClassData(typeof(AnyPlace))]
    public Task AnElderThatBecomesValidLateTakesThePath(Place place) => Story.TellAsync(place, async story =>
    {
        await story.CreateAsync("elder", Story.InvalidPath);
        await story.CreateAsync("younger", "/p1");
        await story.SettleAsync();
        story.AssertHasNothing("elder", ConditionReasons.SpecInvalid);
        story.AssertHolds("younger", "/p1");

        story.Move("elder", "/p1");
        var cost = await story.SettleAsync();

        story.AssertHolds("elder", "/p1");
        story.AssertWaits("younger", "elder");
        Assert.Equal(new(Messages: 2, Calls: 2), cost);
    });

    [Theory]
    [ClassData(typeof(AnyPlace))]
    public Task AnElderWhoseSpecBecomesInvalidKeepsWhatItHolds(Place place) => Story.TellAsync(place, async story =>
    {
        await story.CreateAsync("elder", "/p1");
        await story.CreateAsync("younger", "/p1");
        await story.SettleAsync();

        story.Move("elder", Story.InvalidPath);
        var cost = await story.SettleAsync();

        Assert.Equal(ConditionReasons.SpecInvalid, story.Reason("elder"));
        Assert.Equal([story.EntryOf("elder")], story.HoldersOf("/p1"));
        story.AssertWaits("younger", "elder");
        Assert.Equal(new(Messages: 1, Calls: 0), cost);
    });

    [Theory]
    [ClassData(typeof(AnyPlace))]
    public Task AYoungerGetsThePathOfAnElderThatIsForceDeleted(Place place) => Story.TellAsync(place, async story =>
    {
        await story.CreateAsync("elder", "/p1");
        await story.CreateAsync("younger", "/p1");
        await story.SettleAsync();

        story.ForceDelete("elder");
        var cost = await story.SettleAsync();

        // Who strips the finalizer may be noticed before the deletion is.
        story.AssertHolds("younger", "/p1");
        Assert.InRange(cost.Messages, 2, 3);
        Assert.Equal(2, cost.Calls);
    });
}
