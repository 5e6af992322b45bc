using System.Globalization;
using ApiBridge.Shared.Gateway;

namespace ApiBridge.Shared.Tests.Gateway;

public sealed class ReachabilityOptionsTests
{
    [Fact]
    public void WhatIsNotSetIsOffAndRight()
    {
        var options = new ReachabilityOptions();

        Assert.Empty(options.Problems());
        Assert.Equal((false, false, 50), (options.Enabled, options.Audits, options.AuditsPerSecond));
    }

    [Theory]
    [InlineData("00:00:10", 1)]
    [InlineData("01:00:00", 50)]
    [InlineData("1.00:00:00", 1000)]
    public void APeriodAndARateInTheirBoundsAreRight(string period, int rate) =>
        Assert.Empty(new ReachabilityOptions { Enabled = true, AuditPeriod = Time(period), AuditsPerSecond = rate }.Problems());

    [Theory]
    [InlineData("00:00:09")]
    [InlineData("-00:01:00")]
    [InlineData("1.00:00:01")]
    [InlineData("5.00:00:00")]
    [InlineData("30.00:00:00")]
    public void APeriodThatIsTooShortOrTooLongIsNamedWithItsValueAndTheFix(string period)
    {
        var problem = Assert.Single(new ReachabilityOptions { Enabled = true, AuditPeriod = Time(period) }.Problems());

        Assert.Equal(
            $"ApiBridge:Reachability:AuditPeriod is {period}: use 00:00:10 up to 1.00:00:00, such as 01:00:00 for an hour, or 00:00:00 for none", problem);
    }

    [Fact]
    public void AnAuditThatWouldTryNoUrlIsNamedWithTheFix()
    {
        var problem = Assert.Single(new ReachabilityOptions { AuditPeriod = TimeSpan.FromHours(1) }.Problems());

        Assert.Contains("ApiBridge:Reachability:AuditPeriod is 01:00:00, but ApiBridge:Reachability:Enabled is false", problem, StringComparison.Ordinal);
        Assert.Contains("set it to true, or leave the period out", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    [InlineData(int.MaxValue)]
    public void ARateOutOfItsBoundsIsNamedWithItsValueAndTheFix(int rate) => Assert.Equal(
        $"ApiBridge:Reachability:AuditsPerSecond is {rate}: use 1 to 1000",
        Assert.Single(new ReachabilityOptions { AuditsPerSecond = rate }.Problems()));

    private static TimeSpan Time(string text) => TimeSpan.Parse(text, CultureInfo.InvariantCulture);
}
