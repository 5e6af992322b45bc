using System.Globalization;

namespace ApiBridge.Simulation.Tests.Claims;

/// <summary>Ten APIs that want one path.</summary>
public sealed class ChainTests
{
    private const int Apis = 10;
    private const string Path = "/p1";

    // 29 messages: one for each creation, for each deletion, and for each that gets the path of the one before. And 29 calls: each is
    // registered once and removed once, and of the nine that wait at first it is made sure that they have nothing.
    private const int Most = 32;

    [Theory]
    [ClassData(typeof(AnyPlace))]
    public Task EachOfTenGetsThePathInTurnWhenTheOldestIsDeletedAgainAndAgain(Place place) => Story.TellAsync(place, async story =>
    {
        var names = Enumerable.Range(1, Apis).Select(number => string.Create(CultureInfo.InvariantCulture, $"api-{number:00}")).ToList();
        var cost = new List<Cost>();
        foreach (var name in names)
        {
            await story.CreateAsync(name, Path);
            cost.Add(await story.SettleAsync());
        }

        foreach (var (name, next) in names.Zip(names.Skip(1)))
        {
            story.AssertHolds(name, Path);
            story.AssertWaits(next, name);
            story.Delete(name);
            cost.Add(await story.SettleAsync());
        }

        story.AssertHolds(names[^1], Path);
        story.Delete(names[^1]);
        cost.Add(await story.SettleAsync());

        Assert.Empty(story.HoldersOf(Path));
        Assert.InRange(cost.Sum(one => one.Messages), 2 * Apis, Most);
        Assert.InRange(cost.Sum(one => one.Calls), 2 * Apis, Most);
    });

    [Theory]
    [ClassData(typeof(AnyPlace))]
    public Task TenThatAreCreatedAtAlmostTheSameTimeWaitForTheOldestOnly(Place place) => Story.TellAsync(place, async story =>
    {
        var names = Enumerable.Range(1, Apis).Select(number => string.Create(CultureInfo.InvariantCulture, $"api-{number:00}")).ToList();
        foreach (var name in names)
        {
            await story.CreateAsync(name, Path);
        }

        await story.SettleAsync();

        story.AssertHolds(names[0], Path);
        foreach (var (elder, name) in names.Zip(names.Skip(1)))
        {
            story.AssertWaits(name, elder);
        }
    });
}
