using ApiBridge.Domain;
using ApiBridge.EventBridge.Dependents;

namespace ApiBridge.EventBridge.Tests.Tracking;

/// <summary>For how long the ExposedAPI that has lacked something the longest has.</summary>
public sealed class LongestLackTests : TrackerFixture
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void WhatLacksSomethingGrowsOldUntilItLacksNothing()
    {
        Assert.Equal(TimeSpan.Zero, Figures.LongestLack);
        Tracker.Added(new Api().Snapshot());
        Time.Advance(Minute);
        Assert.Equal(Minute, Figures.LongestLack);

        Tracker.Modified((Converged with { Version = "2" }).Snapshot());

        Assert.Equal(TimeSpan.Zero, Figures.LongestLack);
        Time.Advance(Minute);
        Assert.Equal(TimeSpan.Zero, Figures.LongestLack);
    }

    [Fact]
    public void WhatComesToLackSomethingElseHasLackedSomethingAllTheTime()
    {
        Tracker.Added(new Api().Snapshot());
        Time.Advance(Minute);
        Tracker.Modified((Converged with { Version = "2", Ready = false }).Snapshot());
        Time.Advance(Minute);

        Assert.Equal(2 * Minute, Figures.LongestLack);
    }

    [Fact]
    public void AnEndpointThatIsGoneCountsFromThenAndNoMoreOnceItIsBack()
    {
        Tracker.Added(Converged.Snapshot());
        Time.Advance(Minute);
        Readiness.Replaced([], @namespace: null);
        Time.Advance(Minute);
        Assert.Equal(Minute, Figures.LongestLack);

        Readiness.Replaced([new EndpointSliceSnapshot(Service, "slice", HasReadyEndpoint: true)], @namespace: null);

        Assert.Equal(TimeSpan.Zero, Figures.LongestLack);
    }

    [Fact]
    public void OfSeveralTheFirstCountsAndOneThatIsGoneOrForgottenDoesNot()
    {
        var (first, second) = (new Api { Name = "first", Uid = "u1" }.Snapshot(), new Api { Name = "second", Uid = "u2" }.Snapshot());
        Tracker.Added(first);
        Time.Advance(Minute);
        Tracker.Added(second);
        Time.Advance(Minute);
        Assert.Equal(2 * Minute, Figures.LongestLack);

        Tracker.Deleted(first);
        Assert.Equal(Minute, Figures.LongestLack);

        Tracker.Forget();
        Assert.Equal(TimeSpan.Zero, Figures.LongestLack);
    }

    [Fact]
    public void ARefusalByTheGatewayIsALackAndAWrongSpecThatSaysSoIsNone()
    {
        Tracker.Added((Converged with { Refusal = ConditionReasons.GatewayRefused, HoldsNothing = true }).Snapshot());
        Time.Advance(Minute);
        Assert.Equal(Minute, Figures.LongestLack);

        Tracker.Modified((Converged with { Version = "2", Path = "no slash", Refusal = ConditionReasons.SpecInvalid, HoldsNothing = true }).Snapshot());

        Assert.Equal(TimeSpan.Zero, Figures.LongestLack);
    }
}
