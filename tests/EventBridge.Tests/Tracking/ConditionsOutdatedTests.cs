using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Tests.Tracking;

/// <summary>Statuses that do not say what follows from the object: of the version before, or of a generation before.</summary>
public sealed class ConditionsOutdatedTests : TrackerFixture
{
    [Theory]
    [InlineData(null)]
    [InlineData(ConditionReasons.SpecInvalid)]
    public async Task AnUpgradeCostsOneMessageAnApiAndTheNextStartNone(string? refusal)
    {
        var settled = Settled(refusal);
        Tracker.Replaced([(settled with { SaysReady = false }).Snapshot()], @namespace: null);
        Assert.Equal(EventReason.Listed, (await SentAsync()).Hint.Reason);

        Tracker.Modified((settled with { Version = "2" }).Snapshot());
        Tracker.Replaced([(settled with { Version = "2" }).Snapshot()], @namespace: null);

        await NothingIsSentAsync();
        Assert.Equal(0, Tracker.Unconverged);
    }

    [Fact]
    public async Task WhatWaitsForAnElderIsUpgradedToo()
    {
        var elder = Converged with { Name = "elder", Uid = "u-elder", Path = "/p" };
        var waiting = Converged with
        {
            Path = "/p",
            Created = "2026-01-02T00:00:00Z",
            HoldsNothing = true,
            Refusal = ConditionReasons.PathConflict,
            YieldsTo = elder.Key,
        };
        Tracker.Replaced([elder.Snapshot(), (waiting with { SaysReady = false }).Snapshot()], @namespace: null);
        Assert.Equal((waiting.Key, EventReason.Listed), (await SentAsync()) is var (key, hint) ? (key, hint.Reason) : default);

        Tracker.Modified((waiting with { Version = "2" }).Snapshot());

        await NothingIsSentAsync();
        Assert.Equal(0, Tracker.Unconverged);
    }

    [Fact]
    public async Task AWorkerOfTheVersionBeforeIsAskedAgainByTheResyncAlone()
    {
        Tracker.Added(new Api().Snapshot());
        await SentAsync();

        Tracker.Modified(new Api { IsAdopted = true, Ready = false }.Snapshot());
        Tracker.Modified((Converged with { SaysReady = false, Version = "3" }).Snapshot());
        await NothingIsSentAsync();
        Assert.Equal(1, Tracker.Unconverged);

        Time.Advance(Period);
        Tracker.Resync();
        Assert.Equal(EventReason.Resync, (await SentAsync()).Hint.Reason);
        Time.Advance(Period / 2);
        Tracker.Resync();
        await NothingIsSentAsync();
    }

    [Fact]
    public async Task AChangeThatWasTakenBackUnseenIsSentOnce()
    {
        var settled = Converged with { Generation = 3, ObservedGeneration = 3 };
        Tracker.Replaced([settled.Snapshot()], @namespace: null);
        await NothingIsSentAsync();

        Tracker.Modified((settled with { Generation = 5, Version = "2" }).Snapshot());
        Assert.Equal(EventReason.Changed, (await SentAsync()).Hint.Reason);
        Tracker.Modified((settled with { Generation = 5, ObservedGeneration = 5, Version = "3" }).Snapshot());

        await NothingIsSentAsync();
    }

    [Fact]
    public async Task AGenerationThatNobodyNamesIsNoMatter()
    {
        Tracker.Replaced([Converged.Snapshot()], @namespace: null);

        Tracker.Modified((Converged with { Generation = 9, Version = "2" }).Snapshot());

        await NothingIsSentAsync();
    }

    private static Api Settled(string? refusal) => refusal is null
        ? Converged
        : Converged with { Path = "no path", HoldsNothing = true, Refusal = refusal };
}
