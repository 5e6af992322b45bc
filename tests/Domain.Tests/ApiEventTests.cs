namespace ApiBridge.Domain.Tests;

public sealed class ApiEventTests
{
    [Theory]
    [InlineData(EventReason.Resync, false, true)]
    [InlineData(EventReason.Resync, true, false)]
    [InlineData(EventReason.Retry, true, false)]
    [InlineData(EventReason.Changed, false, false)]
    public void TheBridgeRepeatsAResyncThatIsNoAudit(EventReason reason, bool isAudit, bool expected) =>
        Assert.Equal(expected, (Events.Bare() with { Reason = reason, IsAudit = isAudit }).IsRepeatedByTheBridge);

    [Fact]
    public void WhatIsRedrivenBeginsItsTriesAnew()
    {
        var redriven = Events.Full().Redriven(new(2026, 1, 3, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal((0, 0, true, true), (redriven.Probes, redriven.Attempt, redriven.IsAudit, redriven.InDoubt));
    }

    [Theory]
    [InlineData("another", true)]
    [InlineData("u-1", false)]
    [InlineData("", false)]
    public void AnEventWithAnotherUidIsAboutANamesake(string uid, bool expected)
    {
        var api = Objects.WithMetadata("uid", "\"u-1\"");
        var apiEvent = Events.Full() with { Key = api.Key with { Uid = uid } };

        Assert.Equal(expected, apiEvent.IsAboutNamesakeOf(api));
    }
}
