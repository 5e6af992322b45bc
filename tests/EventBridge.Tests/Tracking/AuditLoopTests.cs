using ApiBridge.Domain;
using ApiBridge.EventBridge.Tracking;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Gateway;
using Microsoft.Extensions.Logging.Abstractions;

namespace ApiBridge.EventBridge.Tests.Tracking;

/// <summary>When an audit asks for what. The clock begins at the beginning of a period.</summary>
public sealed class AuditLoopTests : TrackerFixture
{
    private const int Rate = 10;
    private const int Many = 35;
    private static readonly TimeSpan AuditPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private static readonly ReachabilityOptions Options = new() { Enabled = true, AuditPeriod = AuditPeriod, AuditsPerSecond = Rate };
    private readonly List<(TimeSpan At, string Name)> _sent = [];
    private readonly DateTimeOffset _begin;
    private bool _isQueueAway;
    private bool _areListed = true;

    public AuditLoopTests() => _begin = Time.GetUtcNow();

    private IEnumerable<string> Names => _sent.Select(sent => sent.Name);

    [Fact]
    public async Task OnceAPeriodEachRegisteredApiIsSentOnce()
    {
        Know(Many);
        await using var running = Run();

        for (var period = 1; period <= 3; period++)
        {
            await AdvanceAsync(AuditPeriod);

            Assert.Equal(Enumerable.Repeat(period, Many), Names.GroupBy(name => name).Select(group => group.Count()));
        }

        Assert.Equal(3 * Many, Requests.Decisions[Decision.Audit]);
        Assert.Equal(0, Requests.Decisions[Decision.Resync]);
    }

    [Fact]
    public async Task TheyAreSentInOneGoAtABoundedRate()
    {
        Know(Many);
        await using var running = Run();
        await AdvanceAsync(AuditPeriod);

        Assert.All(_sent, sent => Assert.InRange(_sent.Count(other => other.At >= sent.At && other.At < sent.At + TimeSpan.FromSeconds(1)), 1, Rate));
        Assert.InRange(_sent[^1].At, TimeSpan.FromSeconds(((double)Many / Rate) - 0.5), TimeSpan.FromSeconds(((double)Many / Rate) + 0.5));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(14, true)]
    [InlineData(15, false)]
    [InlineData(59, false)]
    public async Task ALeaderThatIsNewInTheFirstQuarterOfAPeriodAuditsAnewAndALaterOneWaits(int second, bool isAtOnce)
    {
        Know(3);
        Time.Advance(TimeSpan.FromSeconds(second));
        await using var running = Run();

        await AdvanceAsync(TimeSpan.FromSeconds(0.9));
        Assert.Equal(isAtOnce ? 3 : 0, _sent.Count);

        await AdvanceAsync(TimeSpan.FromSeconds(59.1 - second));
        Assert.Equal(isAtOnce ? 3 : 0, _sent.Count);
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(isAtOnce ? 6 : 3, _sent.Count);
    }

    [Fact]
    public async Task WithinTheLastMillisecondOfAPeriodItWaitsAndDoesNotSpin()
    {
        Know(3);
        Time.Advance(AuditPeriod - TimeSpan.FromMicroseconds(500));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        try
        {
            var begun = Task.Factory.StartNew(
                () => Loop(Options).RunAsync(() => true, stop.Token), CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

            await begun.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    [Fact]
    public async Task AnAuditWaitsForTheListAndNoLongerThanToTheNextPeriod()
    {
        Know(3);
        _areListed = false;
        await using var running = Run();
        await AdvanceAsync(AuditPeriod - Step);
        Assert.Empty(_sent);

        await AdvanceAsync(TimeSpan.FromSeconds(3));

        Assert.Equal(3, _sent.Count);
    }

    [Fact]
    public async Task OneThatIsListedLateInThePeriodCountsAsNewThen()
    {
        Know(3);
        _areListed = false;
        await using var running = Run();
        await AdvanceAsync(TimeSpan.FromSeconds(30));
        _areListed = true;
        await AdvanceAsync(TimeSpan.FromSeconds(29));

        Assert.Empty(_sent);
    }

    [Fact]
    public async Task ByDefaultThereIsNone()
    {
        Know(3);
        await using var running = Run(new());

        await AdvanceAsync(2 * AuditPeriod);

        Assert.Empty(_sent);
        Assert.False(new ReachabilityOptions().Audits);
    }

    [Fact]
    public async Task OneThatOnlyObservesSendsNone()
    {
        Know(3);
        await using var running = Run(mode: WorkMode.Observe);

        await AdvanceAsync(2 * AuditPeriod);

        Assert.Empty(_sent);
    }

    [Fact]
    public async Task WhatIsDeletedOrPausedBeforeItsTurnIsLeftOut()
    {
        Know(Many);
        await using var running = Run();
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.DoesNotContain("api-30", Names);

        Tracker.Modified((Registered(30) with { IsBeingDeleted = true, Version = "2" }).Snapshot());
        Tracker.Modified((Registered(31) with { Paused = "true", Version = "2" }).Snapshot());
        Tracker.Deleted(Registered(32).Snapshot());
        await AdvanceAsync(AuditPeriod - TimeSpan.FromSeconds(2));

        Assert.Equal(Many - 3, Requests.Decisions[Decision.Audit]);
        Assert.DoesNotContain(Names, name => name is "api-30" or "api-31" or "api-32");
    }

    [Fact]
    public async Task ATermThatIsLostEndsItInTheMiddle()
    {
        Know(Many);
        await using (Run())
        {
            await AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        var sent = _sent.Count;
        Assert.InRange(sent, 1, Rate);
        await AdvanceAsync(2 * AuditPeriod);

        Assert.Equal(sent, _sent.Count);
    }

    [Fact]
    public async Task WhileTheQueueIsAwayNoMoreThanASecondsWorthWaitsAndThenTheAuditGoesOn()
    {
        Know(Many);
        _isQueueAway = true;
        await using var running = Run();
        await AdvanceAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(Rate, Outbox.Waiting);

        _isQueueAway = false;
        await AdvanceAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(Many, _sent.Count);
        Assert.Equal(Many, Names.Distinct().Count());
    }

    [Fact]
    public async Task AfterAnOutageOfManyPeriodsEachIsSentOnceAndNotOncePerPeriod()
    {
        Know(Many);
        _isQueueAway = true;
        await using var running = Run();
        await AdvanceAsync((10 * AuditPeriod) + TimeSpan.FromSeconds(20));
        _isQueueAway = false;
        await AdvanceAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(Many, _sent.Count);
        Assert.Equal(Many, Names.Distinct().Count());
    }

    [Fact]
    public async Task AnAuditThatTakesLongerThanThePeriodIsNotOvertakenByTheNext()
    {
        Know(Many);
        await using var running = Run(Options with { AuditPeriod = TimeSpan.FromSeconds(10), AuditsPerSecond = 1 });

        await AdvanceAsync(TimeSpan.FromMinutes(3));

        Assert.InRange(_sent.Count, 3 * Many, 180);
        Assert.All(_sent.Chunk(Many).Where(chunk => chunk.Length == Many), audit => Assert.Equal(Many, audit.Select(sent => sent.Name).Distinct().Count()));
    }

    [Fact]
    public async Task AClockThatIsPutBackByMonthsDoesNotEndTheAudits()
    {
        Know(3);
        var clock = new WallClock(Time) { Ahead = TimeSpan.FromDays(365) };
        var loop = Loop(Options, time: clock);
        await using var running = new Running(stop => loop.RunAsync(() => true, stop));
        await AdvanceAsync(AuditPeriod / 2);
        Assert.Equal(3, _sent.Count);

        clock.Ahead = TimeSpan.Zero;
        await AdvanceAsync(AuditPeriod);

        Assert.Equal(6, _sent.Count);
    }

    [Fact]
    public async Task WhatNeverConvergesIsResyncedAsWithoutAudits()
    {
        // Its Service is not ready, and no worker has said so.
        Readiness.Replaced([], @namespace: null);
        Know(1);
        await using var running = Run(Options with { AuditPeriod = TimeSpan.FromSeconds(10) });

        for (var look = 0; look < 13; look++)
        {
            await AdvanceAsync(Period / 12);
            Tracker.Resync();
        }

        Assert.Equal(1, Requests.Decisions[Decision.Resync]);
        Assert.True(Requests.Decisions[Decision.Audit] >= 6);
    }

    [Fact]
    public async Task AnAuditedApiThatLacksSomethingLaterIsResyncedAPeriodAfterItsMessage()
    {
        Know(1);
        await using var running = Run();
        await AdvanceAsync(TimeSpan.FromSeconds(50));
        Assert.Single(_sent);

        Readiness.Replaced([], @namespace: null);
        await AdvanceAsync(Period - TimeSpan.FromSeconds(1));
        Tracker.Resync();
        Assert.Equal((1, 0), (Requests.Decisions[Decision.Readiness], Requests.Decisions[Decision.Resync]));
        await AdvanceAsync(TimeSpan.FromSeconds(1) + Step);
        Tracker.Resync();

        Assert.Equal(1, Requests.Decisions[Decision.Resync]);
    }

    private static Api Registered(int number) => Converged with { Name = $"api-{number}", Uid = $"uid-{number}" };

    private void Know(int count) => Tracker.Replaced([.. Enumerable.Range(0, count).Select(number => Registered(number).Snapshot())], @namespace: null);

    private Running Run(ReachabilityOptions? options = null, WorkMode mode = WorkMode.Apply)
    {
        var loop = Loop(options ?? Options, mode);
        return new(stop => loop.RunAsync(() => _areListed, stop));
    }

    private AuditLoop Loop(ReachabilityOptions options, WorkMode mode = WorkMode.Apply, TimeProvider? time = null) => new(
        new(Apis, Requests), Outbox, TestOptions.Of(options), TestOptions.Of(new ModeOptions { Mode = mode }), time ?? Time, NullLogger<AuditLoop>.Instance);

    // In small steps, each of which runs what is due at once; and a sender takes what waits, unless the queue is away.
    private async Task AdvanceAsync(TimeSpan time)
    {
        for (var end = Time.GetUtcNow() + time; Time.GetUtcNow() < end;)
        {
            Time.Advance(Step);
            while (!_isQueueAway && Outbox.Waiting > 0)
            {
                var (key, hint) = await SentAsync();
                if (Tracker.Refresh(key, hint) is { IsAudit: true, Reason: EventReason.Resync } sent)
                {
                    Assert.Equal("1", sent.ResourceVersion);
                    _sent.Add((Time.GetUtcNow() - _begin, key.Name));
                }
            }
        }
    }

    /// <summary>A clock whose date can be set, as an operator of the machine does, while its timers go on.</summary>
    private sealed class WallClock(TimeProvider time) : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Ahead;

        public override long GetTimestamp() => time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            time.CreateTimer(callback, state, dueTime, period);
    }
}
