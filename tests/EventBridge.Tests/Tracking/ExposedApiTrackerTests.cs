using ApiBridge.Domain;
using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Dependents;
using ApiBridge.EventBridge.Queueing;
using ApiBridge.EventBridge.Tracking;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.EventBridge.Tests.Tracking;

public sealed class ExposedApiTrackerTests : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MaxPeriod = TimeSpan.FromMinutes(10);
    private static readonly Api Converged = Api.Converged;
    private static readonly ServiceName Service = new("components", "svc");
    private readonly FakeTimeProvider _time = new();
    private readonly Outbox _outbox;
    private readonly ReadinessIndex _readiness;
    private readonly GatewayAddresses _addresses = new();
    private readonly ExposedApiTracker _tracker;

    public ExposedApiTrackerTests()
    {
        _outbox = new(TestOptions.Of(TestOptions.Queue()), _time);
        _readiness = new(TestOptions.Of(TestOptions.Watch with { ReadinessDebounce = TimeSpan.Zero }), _time);
        _tracker = new(
            _readiness,
            _addresses,
            _outbox,
            new("c1"),
            TestOptions.Of(new ResyncOptions { Period = Period, MaxPeriod = MaxPeriod }),
            _time,
            NullLogger<ExposedApiTracker>.Instance);
        _tracker.Found(new("oda.tmforum.org", "v1", "exposedapis"));
        _readiness.Replaced([new(Service, "slice", HasReadyEndpoint: true)], @namespace: null);
    }

    public void Dispose()
    {
        _outbox.Dispose();
        _readiness.Dispose();
    }

    [Fact]
    public async Task TenThousandConvergedObjectsCostNoMessage()
    {
        _tracker.Replaced([.. Enumerable.Range(0, 10_000).Select(i => (Converged with { Name = $"api-{i}", Uid = $"u{i}" }).Snapshot())], @namespace: null);

        await NothingIsSentAsync();
        Assert.Equal((10_000, 0), (_tracker.Known, _tracker.Unconverged));
    }

    [Fact]
    public async Task ARelistSendsWhatIsNotConverged()
    {
        var fresh = new Api { Name = "fresh", Uid = "u2" };
        _tracker.Replaced([Converged.Snapshot(), fresh.Snapshot()], @namespace: null);

        var (key, hint) = await SentAsync();

        Assert.Equal((fresh.Key, EventReason.Listed), (key, hint.Reason));
        Assert.Equal("/clusters/c1/apis/oda.tmforum.org/v1/exposedapis", hint.Source);
        await NothingIsSentAsync();
    }

    [Fact]
    public async Task AnApiThatIsBeingRegisteredCostsOneMessageThoughItsEndpointIsReady()
    {
        _tracker.Added(new Api().Snapshot());
        await SentAsync();

        _tracker.Modified(new Api { IsAdopted = true, Ready = false }.Snapshot());
        _tracker.Modified(Converged.Snapshot());

        await NothingIsSentAsync();
    }

    [Fact]
    public async Task AnApiWhoseReadinessWasOvertakenWhileItWasRegisteredIsSentAgain()
    {
        _tracker.Added(new Api().Snapshot());
        await SentAsync();

        _tracker.Modified(new Api { IsAdopted = true, Ready = false }.Snapshot());
        _tracker.Modified((Converged with { Ready = false }).Snapshot());

        var (_, hint) = await SentAsync();
        Assert.Equal(EventReason.Readiness, hint.Reason);
    }

    [Fact]
    public async Task ARelistSendsWhatIsMissingAsDeletedWithItsLastRegistration()
    {
        _tracker.Replaced([Converged.Snapshot(), (Converged with { Name = "kept", Uid = "u2" }).Snapshot()], @namespace: null);
        _tracker.Replaced([(Converged with { Name = "kept", Uid = "u2" }).Snapshot()], @namespace: null);

        var (key, hint) = await SentAsync();

        Assert.Equal((Converged.Key, EventReason.Deleted), (key, hint.Reason));
        Assert.False(hint.LastRegistration.IsEmpty);
        await NothingIsSentAsync();
        Assert.Equal(1, _tracker.Known);
    }

    [Fact]
    public async Task ARelistOfOneNamespaceLeavesTheOthersAlone()
    {
        _tracker.Replaced([Converged.Snapshot()], "components");
        _tracker.Replaced([], "other");

        await NothingIsSentAsync();
        Assert.Equal(1, _tracker.Known);
    }

    [Fact]
    public async Task TheWholeFirstLifeOfAnObjectCostsOneMessage()
    {
        var api = new Api();
        _tracker.Added(api.Snapshot());
        Assert.Equal(EventReason.Changed, (await SentAsync()).Hint.Reason);

        _tracker.Modified((api with { IsAdopted = true, Ready = false, Version = "2" }).Snapshot());
        _tracker.Modified((api with { IsAdopted = true, IsRegistered = true, Ready = true, Version = "3" }).Snapshot());

        await NothingIsSentAsync();
        Assert.Equal(0, _tracker.Unconverged);
    }

    [Fact]
    public async Task AChangedSpecIsSentAndTheStatusWriteThatAnswersItIsNot()
    {
        _tracker.Added(Converged.Snapshot());
        _tracker.Modified((Converged with { Path = "/new", IsOutdated = true, Version = "2" }).Snapshot());
        var (key, hint) = await SentAsync();
        Assert.Equal((Converged.Key, EventReason.Changed, "2"), (key, hint.Reason, hint.ResourceVersion));

        _tracker.Modified((Converged with { Path = "/new", Version = "3" }).Snapshot());

        await NothingIsSentAsync();
    }

    [Fact]
    public async Task ASecondSpecChangeWhileTheFirstIsWorkedOnIsSentToo()
    {
        _tracker.Added(new Api().Snapshot());
        await SentAsync();
        _tracker.Modified(new Api { Path = "/second", Version = "2" }.Snapshot());

        Assert.Equal("2", (await SentAsync()).Hint.ResourceVersion);
    }

    [Fact]
    public async Task AStatusThatSomebodyWipedIsSent()
    {
        _tracker.Added(Converged.Snapshot());
        _tracker.Modified((Converged with { IsRegistered = false, Version = "2" }).Snapshot());

        Assert.Equal(EventReason.Changed, (await SentAsync()).Hint.Reason);
    }

    [Fact]
    public async Task AFinalizerThatSomebodyTookIsSent()
    {
        _tracker.Added(new Api { IsAdopted = true }.Snapshot());
        await SentAsync();
        _tracker.Modified(new Api { Version = "2" }.Snapshot());

        Assert.Equal(EventReason.Changed, (await SentAsync()).Hint.Reason);
    }

    [Fact]
    public async Task ADeletionIsSentOnceWithTheRegistrationAndItsEndCostsNothing()
    {
        _tracker.Added(Converged.Snapshot());
        var deleting = Converged with { IsBeingDeleted = true, Version = "2" };
        _tracker.Modified(deleting.Snapshot());
        var (_, hint) = await SentAsync();
        Assert.Equal(EventReason.Changed, hint.Reason);
        Assert.False(hint.LastRegistration.IsEmpty);

        // As a server sends it: the last state is the one before the finalizer went.
        _tracker.Deleted(deleting.Snapshot());

        await NothingIsSentAsync();
        Assert.Equal(0, _tracker.Known);
    }

    [Fact]
    public async Task ADeletionThatTookLongerThanAResyncMayHaveEndedByHandAndIsSentOnceMore()
    {
        var deleting = Converged with { IsBeingDeleted = true };
        _tracker.Added(deleting.Snapshot());
        await SentAsync();
        _time.Advance(Period);

        _tracker.Deleted(deleting.Snapshot());

        Assert.Equal(EventReason.Deleted, (await SentAsync()).Hint.Reason);
    }

    [Fact]
    public async Task AnObjectThatIsGoneWithoutPassingThroughTheFinalizerIsSentAsDeleted()
    {
        _tracker.Added(Converged.Snapshot());
        _tracker.Deleted((Converged with { Version = "2" }).Snapshot());

        var (key, hint) = await SentAsync();
        Assert.Equal((Converged.Key, EventReason.Deleted), (key, hint.Reason));
        Assert.False(hint.LastRegistration.IsEmpty);
    }

    [Fact]
    public async Task ANamesakeWithAnotherUidIsSentAndTheOldOneAsDeleted()
    {
        _tracker.Added(Converged.Snapshot());
        var namesake = new Api { Uid = "uid-2", Version = "9" };
        _tracker.Modified(namesake.Snapshot());

        var (oldKey, oldHint) = await SentAsync();
        var (newKey, newHint) = await SentAsync();

        Assert.Equal((Converged.Key, EventReason.Deleted), (oldKey, oldHint.Reason));
        Assert.Equal((namesake.Key, EventReason.Changed), (newKey, newHint.Reason));
        _tracker.Deleted(Converged.Snapshot());
        await NothingIsSentAsync();
        Assert.Equal(1, _tracker.Known);
    }

    [Fact]
    public async Task WhatIsUnconvergedIsSentAgainAfterThePeriodAndThenLessAndLessOften()
    {
        _tracker.Added(new Api().Snapshot());
        await SentAsync();
        List<TimeSpan> waits = [];
        for (var resync = 0; resync < 7; resync++)
        {
            var start = _time.GetUtcNow();
            while (_outbox.Waiting == 0)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                _tracker.Resync();
            }

            waits.Add(_time.GetUtcNow() - start);
            Assert.Equal(EventReason.Resync, (await SentAsync()).Hint.Reason);
        }

        Assert.Equal(Period, waits[0]);
        Assert.InRange(waits[1], 1.8 * Period, 2.2 * Period);
        Assert.InRange(waits[2], 3.6 * Period, 4.4 * Period);
        Assert.All(waits[4..], wait => Assert.InRange(wait, 0.9 * MaxPeriod, 1.1 * MaxPeriod));
    }

    [Fact]
    public async Task ANewSpecStartsTheResyncsAnew()
    {
        _tracker.Added(new Api().Snapshot());
        await SentAsync();
        for (var i = 0; i < 1200; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _tracker.Resync();
        }

        await SentAsync();
        _tracker.Modified(new Api { Path = "/mended", Version = "2" }.Snapshot());
        await SentAsync();
        _time.Advance(Period);
        _tracker.Resync();

        Assert.Equal(EventReason.Resync, (await SentAsync()).Hint.Reason);
    }

    [Fact]
    public async Task WhatIsConvergedIsNeverResynced()
    {
        _tracker.Added(Converged.Snapshot());
        _time.Advance(TimeSpan.FromHours(1));
        _tracker.Resync();

        await NothingIsSentAsync();
    }

    [Fact]
    public async Task AServiceThatLosesItsLastEndpointIsSentForTheApisThatNameItInItsNamespaceAlone()
    {
        _readiness.Added(new(new("components", "other-svc"), "s", HasReadyEndpoint: true));
        _readiness.Added(new(new("elsewhere", "svc"), "s", HasReadyEndpoint: true));
        _tracker.Replaced(
            [
                Converged.Snapshot(),
                (Converged with { Name = "twin", Uid = "u2" }).Snapshot(),
                (Converged with { Name = "other", Uid = "u3", Service = "other-svc" }).Snapshot(),
                (Converged with { Namespace = "elsewhere", Uid = "u4" }).Snapshot(),
            ],
            @namespace: null);

        _readiness.Modified(new(Service, "slice", HasReadyEndpoint: false));

        var sent = new[] { await SentAsync(), await SentAsync() };
        Assert.Equal(["catalog", "twin"], sent.Select(item => item.Key.Name).Order());
        Assert.All(sent, item => Assert.Equal((EventReason.Readiness, "components"), (item.Hint.Reason, item.Key.Namespace)));
        await NothingIsSentAsync();
    }

    [Fact]
    public async Task AReadinessThatTheStatusTellsAlreadyCostsNothing()
    {
        _readiness.Modified(new(Service, "slice", HasReadyEndpoint: false));
        _tracker.Added(Converged.Snapshot() with { ReportedReady = false });
        _readiness.Modified(new(Service, "second", HasReadyEndpoint: false));

        await NothingIsSentAsync();
    }

    [Fact]
    public async Task AnApiThatMovesToAnotherServiceFollowsThatOne()
    {
        _readiness.Added(new(new("components", "new-svc"), "s", HasReadyEndpoint: true));
        _tracker.Added(Converged.Snapshot());
        _tracker.Modified((Converged with { Service = "new-svc", Version = "2" }).Snapshot());
        _readiness.Deleted(new(Service, "slice", HasReadyEndpoint: true));
        await NothingIsSentAsync();

        _readiness.Deleted(new(new("components", "new-svc"), "s", HasReadyEndpoint: true));

        Assert.Equal(EventReason.Readiness, (await SentAsync()).Hint.Reason);
    }

    [Fact]
    public async Task AStatusThatFallsBehindItsEndpointsWhileItIsWrittenIsSentAgain()
    {
        var waiting = Converged with { Ready = false };
        _readiness.Modified(new(Service, "slice", HasReadyEndpoint: false));
        _tracker.Added(waiting.Snapshot());
        _readiness.Modified(new(Service, "slice", HasReadyEndpoint: true));
        await SentAsync();
        _readiness.Modified(new(Service, "slice", HasReadyEndpoint: false));
        await NothingIsSentAsync();

        _tracker.Modified((waiting with { Ready = true, Version = "2" }).Snapshot());

        Assert.Equal(EventReason.Readiness, (await SentAsync()).Hint.Reason);
    }

    [Fact]
    public async Task AGatewayThatMovesIsSentForTheApisOfItsNamespace()
    {
        _addresses.Added(new("components", "10.0.0.1"));
        _tracker.Replaced([Converged.Snapshot(), (Converged with { Namespace = "elsewhere", Service = "none", Ready = false }).Snapshot()], @namespace: null);
        await NothingIsSentAsync();

        _addresses.Modified(new("components", "10.0.0.2"));

        var (key, hint) = await SentAsync();
        Assert.Equal((Converged.Key, EventReason.Readiness), (key, hint.Reason));
        await NothingIsSentAsync();
    }

    [Fact]
    public async Task EndpointsThatWereListedLateAreTakenIn()
    {
        using var readiness = new ReadinessIndex(TestOptions.Of(TestOptions.Watch), _time);
        var tracker = new ExposedApiTracker(
            readiness, new(), _outbox, new("c1"), TestOptions.Of(new ResyncOptions()), _time, NullLogger<ExposedApiTracker>.Instance);
        tracker.Replaced([Converged.Snapshot()], @namespace: null);
        await NothingIsSentAsync();

        readiness.Replaced([], @namespace: null);

        Assert.Equal(EventReason.Readiness, (await SentAsync()).Hint.Reason);
    }

    private async Task<(ObjectKey Key, Hint Hint)> SentAsync()
    {
        var taken = _outbox.TakeAsync(TestContext.Current.CancellationToken);
        Assert.True(taken.IsCompleted, "nothing waits to be sent");
        var (key, hint) = await taken;
        _outbox.Sent(key);
        return (key, hint);
    }

    private Task NothingIsSentAsync()
    {
        Assert.Equal(0, _outbox.Waiting);
        return Task.CompletedTask;
    }
}
