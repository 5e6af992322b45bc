namespace ApiBridge.EventBridge.Tests.Claims;

/// <summary>What a change costs where many claim one path.</summary>
public sealed class ManyClaimantsTests : ClaimFixture
{
    private const int Many = 1600;

    [Fact]
    public async Task ARemovalConcernsTheNextOneAlone()
    {
        var apis = Enumerable.Range(0, Many).Select(place => place == 0 ? Holder(0) : Waiting(place, place - 1)).ToArray();
        Assert.Empty(await ListAsync(apis));

        Tracker.Deleted(apis[0].Snapshot());

        Assert.Equal([apis[0].Key, apis[1].Key], (await AllSentAsync()).Select(item => item.Key));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(800)]
    [InlineData(Many - 1)]
    public async Task AChangeOfAnyOneConcernsTwoOthersForEachPathAtTheMost(int place)
    {
        var apis = Enumerable.Range(0, Many).Select(number => number == 0 ? Holder(0) : Waiting(number, number - 1)).ToArray();
        await ListAsync(apis);

        Tracker.Modified((apis[place] with { Path = "/elsewhere", IsOutdated = true, Version = "2" }).Snapshot());

        Assert.InRange((await AllSentAsync()).Count, 1, 5);
    }

    [Fact]
    public async Task AChainOfTenCostsAboutThirtyMessages()
    {
        var sent = (await ListAsync()).Count;
        for (var place = 0; place < 10; place++)
        {
            Tracker.Added(Newcomer(place).Snapshot());
            sent += (await AllSentAsync()).Count;
            Tracker.Modified((place == 0 ? Holder(0) : Waiting(place, place - 1)).Snapshot());
            sent += (await AllSentAsync()).Count;
        }

        for (var place = 0; place < 10; place++)
        {
            Tracker.Modified((Holder(place) with { IsBeingDeleted = true, Version = "2" }).Snapshot());
            sent += (await AllSentAsync()).Count;
            Tracker.Deleted((Holder(place) with { IsBeingDeleted = true, Version = "3" }).Snapshot());
            if (place < 9)
            {
                Tracker.Modified((Holder(place + 1) with { Version = "2" }).Snapshot());
            }

            sent += (await AllSentAsync()).Count;
        }

        Assert.InRange(sent, 29, 32);
    }
}
