using ApiBridge.Domain;

namespace ApiBridge.Simulation.Tests.Claims;

/// <summary>APIs that live move to one another's paths.</summary>
public sealed class MoveTests
{
    [Theory]
    [ClassData(typeof(AnyPlace))]
    public Task TwoSwapTheirPathsWhenTheElderMovesFirst(Place place) => Story.TellAsync(place, async story =>
    {
        await story.CreateAsync("elder", "/p1");
        await story.CreateAsync("younger", "/p2");
        await story.SettleAsync();

        story.Move("elder", "/p2");
        var first = await story.SettleAsync();
        story.AssertHolds("elder", "/p2");
        story.AssertWaits("younger", "elder");
        Assert.Equal(new(Messages: 2, Calls: 3), first);

        story.Move("younger", "/p1");
        var second = await story.SettleAsync();
        story.AssertHolds("elder", "/p2");
        story.AssertHolds("younger", "/p1");
        Assert.Equal(new(Messages: 1, Calls: 1), second);
    });

    [Theory]
    [ClassData(typeof(AnyPlace))]
    public Task TwoSwapTheirPathsWhenTheYoungerMovesFirst(Place place) => Story.TellAsync(place, async story =>
    {
        await story.CreateAsync("elder", "/p1");
        await story.CreateAsync("younger", "/p2");
        await story.SettleAsync();

        story.Move("younger", "/p1");
        var first = await story.SettleAsync();
        story.AssertHolds("elder", "/p1");
        story.AssertWaits("younger", "elder");
        Assert.Equal(new(Messages: 1, Calls: 1), first);

        story.Move("elder", "/p2");
        var second = await story.SettleAsync();
        story.AssertHolds("elder", "/p2");
        story.AssertHolds("younger", "/p1");
        Assert.Equal(new(Messages: 2, Calls: 3), second);
    });

    [Theory]
    [ClassData(typeof(AnyPlace))]
    public Task TwoSwapTheirPathsAtAlmostTheSameTime(Place place) => Story.TellAsync(
        place,
        async story =>
        {
            await story.CreateAsync("elder", "/p1");
            await story.CreateAsync("younger", "/p2");
            await story.SettleAsync();

            foreach (var (mover, other) in new[] { ("elder", "younger"), ("younger", "elder") })
            {
                var (from, to) = (story.Api(mover).Spec.Path, story.Api(other).Spec.Path);
                story.Move(mover, to);
                await story.PauseAsync();
                story.Move(other, from);
                await story.SettleAsync();

                story.AssertHolds(mover, to);
                story.AssertHolds(other, from);
            }
        },
        times: 20);

    [Theory]
    [ClassData(typeof(AnyPlace))]
    public Task ThreeRotateTheirPathsOneWay(Place place) => RotateAsync(place, "/p2", "/p3", "/p1");

    [Theory]
    [ClassData(typeof(AnyPlace))]
    public Task ThreeRotateTheirPathsTheOtherWay(Place place) => RotateAsync(place, "/p3", "/p1", "/p2");

    [Theory]
    [ClassData(typeof(AnyPlace))]
    public Task AnElderThatIsRefusedOnTheYoungersPathLeavesItToTheYounger(Place place) => Story.TellAsync(place, async story =>
    {
        await story.CreateAsync("elder", "/p1");
        await story.CreateAsync("younger", "/p2");
        await story.SettleAsync();

        story.Move("elder", "/p2", Scenario.RefusedPort);
        var cost = await story.SettleAsync();

        Assert.Equal(ConditionReasons.GatewayRefused, story.Reason("elder"));
        story.AssertHolds("younger", "/p2");
        Assert.Null(story.Api("younger").Status.YieldsTo);
        Assert.Equal(new(Messages: 1, Calls: 2), cost);
    });

    private static Task RotateAsync(Place place, string eldest, string middle, string youngest) => Story.TellAsync(
        place,
        async story =>
        {
            (string Name, string Path)[] moves = [("eldest", eldest), ("middle", middle), ("youngest", youngest)];
            await story.CreateAsync("eldest", "/p1");
            await story.CreateAsync("middle", "/p2");
            await story.CreateAsync("youngest", "/p3");
            await story.SettleAsync();

            foreach (var (name, path) in moves)
            {
                story.Move(name, path);
                await story.PauseAsync();
            }

            await story.SettleAsync();
            foreach (var (name, path) in moves)
            {
                story.AssertHolds(name, path);
            }
        },
        times: 20);
}
