using ApiBridge.EventBridge.Watching;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.EventBridge.Tests.Watching;

/// <summary>For how long a watch has lacked word from the server, which an alert goes by.</summary>
public sealed class WatchStatusTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void AWatchThatWasNeverHeardIsSilentFromTheBeginningOfTheTerm()
    {
        var statuses = new WatchStatuses(_time);
        var status = statuses.Of("exposedapis");
        status.Failed(RestartCause.Refused, "403");
        _time.Advance(TimeSpan.FromMinutes(4));

        Assert.Null(status.Age);
        Assert.Equal(TimeSpan.FromMinutes(4), statuses.Of("exposedapis").Silence);
    }

    [Fact]
    public void ItIsSilentFromWhenItWasHeardLast()
    {
        var status = new WatchStatuses(_time).Of("exposedapis");
        _time.Advance(TimeSpan.FromMinutes(4));
        status.Heard(isEvent: false);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(TimeSpan.FromMinutes(1), status.Silence);
    }

    [Fact]
    public void ATermThatEndsTakesItsSilenceWithIt()
    {
        var statuses = new WatchStatuses(_time);
        var status = statuses.Of("exposedapis");
        _time.Advance(TimeSpan.FromMinutes(4));
        statuses.End();
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(TimeSpan.Zero, status.Silence);

        statuses.Of("exposedapis");
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(TimeSpan.FromMinutes(1), status.Silence);
    }

    [Fact]
    public void AnOptionalOneThatFailsIsDoneWithout()
    {
        var status = new WatchStatuses(_time).Of("components");
        status.IsOptional = true;
        status.Heard(isEvent: true);
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(TimeSpan.FromMinutes(4), status.Silence);

        status.Failed(RestartCause.Refused, "403");

        Assert.Equal(TimeSpan.Zero, status.Silence);
    }
}
