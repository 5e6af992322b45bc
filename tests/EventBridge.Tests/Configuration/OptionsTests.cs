using ApiBridge.EventBridge.Configuration;
using ApiBridge.Shared.Configuration;

namespace ApiBridge.EventBridge.Tests.Configuration;

public sealed class OptionsTests
{
    public static TheoryData<string, string[]> Bad() => new()
    {
        { Problems(TestOptions.Queue with { Parallelism = 0 }), ["ApiBridge:Queue:Parallelism", "0", "1 to 64"] },
        { Problems(new LeadershipOptions { LeaseDuration = TimeSpan.FromSeconds(10) }), ["LeaseDuration (00:00:10)", "RenewDeadline (00:00:10)", "Raise"] },
        { Problems(new LeadershipOptions { RetryPeriod = TimeSpan.FromSeconds(9) }), ["RenewDeadline (00:00:10)", "1.2 × RetryPeriod (00:00:09)", "Raise"] },
        { Problems(new LeadershipOptions { LeaseDuration = TimeSpan.FromSeconds(15.5) }), ["LeaseDuration", "00:00:15.5", "whole seconds"] },
        { Problems(new WatchOptions { PageSize = 0 }), ["ApiBridge:Watch:PageSize", "0", "1 to 5000"] },
        { Problems(new WatchOptions { MaxServerTimeout = TimeSpan.FromMinutes(1) }), ["MaxServerTimeout 00:01:00"] },
        { Problems(new ResyncOptions { Period = TimeSpan.Zero }), ["ApiBridge:Resync:Period", "00:00:00", "above zero"] },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void AProblemNamesTheSettingTheValueAndTheFix(string problem, string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, problem, StringComparison.Ordinal));

    [Fact]
    public void TheDefaultsAreGood() => Assert.Empty((string[])
    [
        .. new QueueOptions().Problems(), .. new LeadershipOptions().Problems(), .. new WatchOptions().Problems(), .. new ResyncOptions().Problems(),
    ]);

    [Fact]
    public void AStandbyLooksOftenEnoughToFollowAStoppedLeaderWithinTwoSeconds() =>
        Assert.InRange(new LeadershipOptions().RetryPeriod * LeadershipOptions.JitterFactor, TimeSpan.Zero, TimeSpan.FromSeconds(1.5));

    private static string Problems(ICheckedOptions options) => Assert.Single(options.Problems());
}
