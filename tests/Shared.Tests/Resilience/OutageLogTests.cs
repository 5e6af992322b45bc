using ApiBridge.Shared.Resilience;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.Shared.Tests.Resilience;

public sealed class OutageLogTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly LineLog _log = new();
    private readonly OutageLog _outage;

    public OutageLogTests() => _outage = new("The queue is away", _time, _log);

    public void Dispose() => _log.Dispose();

    [Fact]
    public void AnOutageThatIsMetManyTimesIsToldOnceWithItsCauseThenEachMinuteAndOnceWhenItIsOver()
    {
        for (var second = 0; second < 150; second++)
        {
            _outage.Failed("Connection refused");
            _outage.Failed("Connection refused");
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        _outage.Over();
        _outage.Over();

        Assert.Equal(
            [
                "The queue is away: Connection refused",
                "The queue is away, for 00:01:00 now: Connection refused",
                "The queue is away, for 00:02:00 now: Connection refused",
                "Over after 00:02:30: The queue is away",
            ],
            _log.Lines);
    }

    [Fact]
    public void WhatWorksIsNotToldOf()
    {
        _outage.Over();

        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void OneThatComesAndGoesEachSecondIsToldOnceAMinute()
    {
        for (var second = 0; second < 90; second++)
        {
            _outage.Failed("busy");
            _time.Advance(TimeSpan.FromSeconds(0.5));
            _outage.Over();
            _time.Advance(TimeSpan.FromSeconds(0.5));
        }

        Assert.Equal(2, _log.Lines.Count(line => line == "The queue is away: busy"));
        Assert.Equal(4, _log.Lines.Count);
    }

    [Fact]
    public void OneThatFollowsWithinTheMinuteIsToldOnceTheMinuteIsOver()
    {
        _outage.Failed("cut");
        _outage.Over();
        _time.Advance(TimeSpan.FromSeconds(10));
        _outage.Failed("cut again");
        Assert.Equal(2, _log.Lines.Count);

        _time.Advance(TimeSpan.FromSeconds(50));
        _outage.Failed("cut again");
        _outage.Over();

        Assert.Equal(["The queue is away, for 00:00:50 now: cut again", "Over after 00:00:50: The queue is away"], _log.Lines.Skip(2));
    }

    [Fact]
    public void ASecondOneIsToldWithItsOwnCause()
    {
        _outage.Failed("cut");
        _outage.Over();
        _time.Advance(TimeSpan.FromMinutes(5));

        _outage.Failed("refused");

        Assert.Equal("The queue is away: refused", _log.Lines[^1]);
    }
}
