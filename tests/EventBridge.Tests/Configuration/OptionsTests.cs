using ApiBridge.EventBridge.Configuration;
using ApiBridge.Shared.Configuration;

namespace ApiBridge.EventBridge.Tests.Configuration;

public sealed class OptionsTests
{
    public static TheoryData<string, string[]> Bad() => new()
    {
        { Problems(TestOptions.Queue with { Parallelism = 0 }), ["ApiBridge:Queue:Parallelism", "0", "1 to 64"] },
        { Problems(new LeadershipOptions { LeaseDuration = TimeSpan.FromSeconds(10) }), ["LeaseDuration (00:00:10)", "RenewDeadline (00:00:10)", "Raise"] },
        { Problems(new LeadershipOptions { RetryPeriod = TimeSpan.Zero }), ["RetryPeriod is 00:00:00", "above zero"] },
        { Problems(new LeadershipOptions { RenewDeadline = -TimeSpan.FromSeconds(1) }), ["RenewDeadline -00:00:01", "above zero"] },
        { Problems(new LeadershipOptions { LeaseDuration = -TimeSpan.FromSeconds(15) }), ["LeaseDuration is -00:00:15", "at least one"] },
        { Problems(new LeadershipOptions { RetryPeriod = TimeSpan.FromSeconds(9) }), ["RenewDeadline (00:00:10)", "2.4 × RetryPeriod (00:00:09)", "Raise"] },
        { Problems(new LeadershipOptions { RetryPeriod = TimeSpan.FromSeconds(5) }), ["RenewDeadline (00:00:10)", "2.4 × RetryPeriod (00:00:05)", "Raise"] },
        { Problems(new LeadershipOptions { LeaseDuration = TimeSpan.FromSeconds(11) }), ["LeaseDuration (00:00:11)", "1.2 × RenewDeadline (00:00:10)", "Raise"] },
        { Problems(new LeadershipOptions { LeaseDuration = TimeSpan.FromSeconds(2), RenewDeadline = TimeSpan.FromSeconds(1.5), RetryPeriod = TimeSpan.FromSeconds(0.1) }), ["LeaseDuration (00:00:02)", "a second longer"] },
        { Problems(new ResyncOptions { WorkerBatch = 0 }), ["ApiBridge:Resync:WorkerBatch is 0", "1 to 10000"] },
        { Problems(new LeadershipOptions { LeaseDuration = TimeSpan.FromSeconds(15.5) }), ["LeaseDuration", "00:00:15.5", "whole seconds"] },
        { Problems(new WatchOptions { PageSize = 0 }), ["ApiBridge:Watch:PageSize", "0", "1 to 5000"] },
        { Problems(new WatchOptions { MaxServerTimeout = TimeSpan.FromMinutes(1) }), ["MaxServerTimeout 00:01:00"] },
        { Problems(new ResyncOptions { Period = TimeSpan.Zero }), ["ApiBridge:Resync:Period", "00:00:00", "above zero"] },
        { Problems(new ResyncOptions { MaxPeriod = TimeSpan.FromDays(30) }), ["MaxPeriod 30.00:00:00", "up to 7.00:00:00"] },
        { Problems(new WatchOptions { InactivityTimeout = TimeSpan.FromDays(100) }), ["ApiBridge:Watch:InactivityTimeout is 100.00:00:00", "up to 1.00:00:00"] },
        { Problems(new WatchOptions { MaxServerTimeout = TimeSpan.FromDays(600) }), ["MaxServerTimeout 600.00:00:00", "up to 1.00:00:00"] },
        { Problems(new WatchOptions { MaxBackoff = TimeSpan.FromDays(30) }), ["ApiBridge:Watch:InitialBackoff", "MaxBackoff 30.00:00:00", "up to 01:00:00"] },
        { Problems(new WatchOptions { ReadinessDebounce = TimeSpan.FromDays(1) }), ["ApiBridge:Watch:ReadinessDebounce is 1.00:00:00", "to 00:01:00"] },
        { Problems(new WatchOptions { ComponentDebounce = TimeSpan.Zero }), ["ApiBridge:Watch:ComponentDebounce is 00:00:00", "00:00:00.5000000 to 00:01:00"] },
        { Problems(new WatchOptions { ComponentDebounce = TimeSpan.FromDays(2) }), ["ApiBridge:Watch:ComponentDebounce is 2.00:00:00", "to 00:01:00"] },
        { Problems(new QueueOptions { MaxBackoff = TimeSpan.FromDays(30) }), ["ApiBridge:Queue:InitialBackoff", "MaxBackoff 30.00:00:00", "up to 01:00:00"] },
        { Problems(new QueueOptions { ProbePeriod = TimeSpan.FromDays(30) }), ["ApiBridge:Queue:ProbePeriod is 30.00:00:00", "to 01:00:00"] },
        { Problems(new LeadershipOptions { LeaseName = "a/b" }), ["ApiBridge:Leadership:LeaseName is 'a/b'", "Give a name"] },
        { Problems(new LeadershipOptions { Namespace = "Shop" }), ["ApiBridge:Leadership:Namespace is 'Shop'", "Give a namespace"] },
        { Problems(new LeadershipOptions { Identity = " " }), ["ApiBridge:Leadership:Identity is ' '", "Give a name"] },
        { Problems(new LeadershipOptions { LeaseDuration = TimeSpan.FromDays(1) }), ["ApiBridge:Leadership:LeaseDuration is 1.00:00:00", "up to 01:00:00"] },
        { Problems(new AddressOptions { Urls = "https://0.0.0.0:8443" }), ["urls: 'https://0.0.0.0:8443' is for https, and the bridge has no certificate", "ASPNETCORE_URLS"] },
        { Problems(new AddressOptions { Urls = "http://0.0.0.0:8080;nonsense" }), ["urls: 'nonsense' is no address", "(ASPNETCORE_URLS), such as http://0.0.0.0:8080"] },
        { Problems(new AddressOptions { Urls = "http://0.0.0.0:8080/path" }), ["urls: 'http://0.0.0.0:8080/path' has a path"] },
        { Problems(new AddressOptions { Urls = "ftp://0.0.0.0:8080" }), ["urls: 'ftp://0.0.0.0:8080' is no address"] },
        { Problems(new AddressOptions { HttpPorts = "abc" }), ["http_ports: 'abc' is no port", "ASPNETCORE_HTTP_PORTS"] },
        { Problems(new AddressOptions { HttpPorts = "8080;99999" }), ["http_ports: '99999' is no port", "1 to 65535"] },
        { Problems(new AddressOptions { HttpsPorts = "8443" }), ["https_ports is '8443', and the bridge has no certificate"] },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void AProblemNamesTheSettingTheValueAndTheFix(string problem, string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, problem, StringComparison.Ordinal));

    [Fact]
    public void TheDefaultsAreGood() => Assert.Empty((string[])
    [
        .. new AddressOptions().Problems(), .. new AddressOptions { Urls = "http://127.0.0.1:0; http://unix:/tmp/s", HttpPorts = "abc" }.Problems(),
        .. new QueueOptions().Problems(), .. new LeadershipOptions().Problems(), .. new WatchOptions().Problems(), .. new ResyncOptions().Problems(),
    ]);

    [Theory]
    [InlineData(15, 10, 2)]
    [InlineData(60, 40, 5)]
    [InlineData(137, 107, 26)]
    [InlineData(12, 10, 4)]
    public void TimesThatDoNotOverlapAreGood(int lease, int deadline, int retry) => Assert.Empty(Times(lease, deadline, retry).Problems());

    [Fact]
    public void TimesThatOverlapAreAllNamed() => Assert.Equal(2, Times(11, 10, 8).Problems().Count());

    [Fact]
    public void AStandbyLooksOftenEnoughToFollowAStoppedLeaderWithinTwoSeconds() =>
        Assert.InRange(new LeadershipOptions().RetryPeriod * LeadershipOptions.JitterFactor, TimeSpan.Zero, TimeSpan.FromSeconds(1.5));

    private static LeadershipOptions Times(int lease, int deadline, int retry) => new()
    {
        LeaseDuration = TimeSpan.FromSeconds(lease),
        RenewDeadline = TimeSpan.FromSeconds(deadline),
        RetryPeriod = TimeSpan.FromSeconds(retry),
    };

    private static string Problems(ICheckedOptions options) => Assert.Single(options.Problems());
}
