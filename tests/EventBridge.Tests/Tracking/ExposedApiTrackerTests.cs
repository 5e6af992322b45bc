using ApiBridge.Domain;
using ApiBridge.EventBridge.Tracking;

namespace ApiBridge.EventBridge.Tests.Tracking;

public sealed class ExposedApiTrackerTests : TrackerFixture
{
    [Fact]
    public async Task TenThousandConvergedObjectsCostNoMessage()
    {
        Tracker.Replaced([.. Enumerable.Range(0, 10_000).Select(i => (Converged with { Name = $"api-{i}", Uid = $"u{i}" }).Snapshot())], @namespace: null);

        await NothingIsSentAsync();
        Assert.Equal((10_000, 0), (Tracker.Known, Tracker.Unconverged));
        Assert.Equal(new() { [Decision.Converged] = 10_000 }, Decisions());
    }

    [Fact]
    public async Task ARelistSendsWhatIsNotConverged()
    {
        var fresh = new Api { Name = "fresh", Uid = "u2" };
        Tracker.Replaced([Converged.Snapshot(), fresh.Snapshot()], @namespace: null);

        var (key, hint) = await SentAsync();

        Assert.Equal((fresh.Key, EventReason.Listed), (key, hint.Reason));
        Assert.Equal("/clusters/c1/apis/oda.tmforum.org/v1/exposedapis", hint.Source);
        await NothingIsSentAsync();
    }

    [Fact]
    public async Task AnApiThatIsBeingRegisteredCostsOneMessageThoughItsEndpointIsReady()
    {
        Tracker.Added(new Api().Snapshot());
        await SentAsync();

        Tracker.Modified(new Api { IsAdopted = true, Ready = false }.Snapshot());
        Tracker.Modified(Converged.Snapshot());

        await NothingIsSentAsync();
    }

    [Fact]
    public async Task AnApiWhoseReadinessWasOvertakenWhileItWasRegisteredIsSentAgain()
    {
        Tracker.Added(new Api().Snapshot());
        await SentAsync();

        Tracker.Modified(new Api { IsAdopted = true, Ready = false }.Snapshot());
        Tracker.Modified((Converged with { Ready = false }).Snapshot());

        var (_, hint) = await SentAsync();
        Assert.Equal(EventReason.Readiness, hint.Reason);
    }

    [Fact]
    public async Task ARelistSendsWhatIsMissingAsDeletedWithItsLastRegistration()
    {
        Tracker.Replaced([Converged.Snapshot(), (Converged with { Name = "kept", Uid = "u2" }).Snapshot()], @namespace: null);
        Tracker.Replaced([(Converged with { Name = "kept", Uid = "u2" }).Snapshot()], @namespace: null);

        var (key, hint) = await SentAsync();

        Assert.Equal((Converged.Key, EventReason.Deleted), (key, hint.Reason));
        Assert.False(hint.LastRegistration.IsEmpty);
        await NothingIsSentAsync();
        Assert.Equal(1, Tracker.Known);
    }

    [Fact]
    public async Task ARelistOfOneNamespaceLeavesTheOthersAlone()
    {
        Tracker.Replaced([Converged.Snapshot()], "components");
        Tracker.Replaced([], "other");

        await NothingIsSentAsync();
        Assert.Equal(1, Tracker.Known);
    }

    [Fact]
    public async Task TheWholeFirstLifeOfAnObjectCostsOneMessage()
    {
        var api = new Api();
        Tracker.Added(api.Snapshot());
        Assert.Equal(EventReason.Changed, (await SentAsync()).Hint.Reason);

        Tracker.Modified((api with { IsAdopted = true, Ready = false, Version = "2" }).Snapshot());
        Tracker.Modified((api with { IsAdopted = true, IsRegistered = true, Ready = true, Version = "3" }).Snapshot());

        await NothingIsSentAsync();
        Assert.Equal(0, Tracker.Unconverged);
        Assert.Equal(new() { [Decision.Changed] = 1, [Decision.Echo] = 1, [Decision.Converged] = 1 }, Decisions());
    }

    [Fact]
    public async Task AChangedSpecIsSentAndTheStatusWriteThatAnswersItIsNot()
    {
        Tracker.Added(Converged.Snapshot());
        Tracker.Modified((Converged with { Path = "/new", IsOutdated = true, Version = "2" }).Snapshot());
        var (key, hint) = await SentAsync();
        Assert.Equal((Converged.Key, EventReason.Changed, "2"), (key, hint.Reason, hint.ResourceVersion));

        Tracker.Modified((Converged with { Path = "/new", Version = "3" }).Snapshot());

        await NothingIsSentAsync();
    }

    [Fact]
    public async Task ASecondSpecChangeWhileTheFirstIsWorkedOnIsSentToo()
    {
        Tracker.Added(new Api().Snapshot());
        await SentAsync();
        Tracker.Modified(new Api { Path = "/second", Version = "2" }.Snapshot());

        Assert.Equal("2", (await SentAsync()).Hint.ResourceVersion);
    }

    [Fact]
    public async Task AStatusThatSomebodyWipedIsSent()
    {
        Tracker.Added(Converged.Snapshot());
        Tracker.Modified((Converged with { IsRegistered = false, Version = "2" }).Snapshot());

        Assert.Equal(EventReason.Changed, (await SentAsync()).Hint.Reason);
    }

    [Fact]
    public async Task AFinalizerThatSomebodyTookIsSent()
    {
        Tracker.Added(new Api { IsAdopted = true }.Snapshot());
        await SentAsync();
        Tracker.Modified(new Api { Version = "2" }.Snapshot());

        Assert.Equal(EventReason.Changed, (await SentAsync()).Hint.Reason);
    }

    [Fact]
    public async Task ADeletionIsSentOnceWithTheRegistrationAndItsEndCostsNothing()
    {
        Tracker.Added(Converged.Snapshot());
        var deleting = Converged with { IsBeingDeleted = true, Version = "2" };
        Tracker.Modified(deleting.Snapshot());
        var (_, hint) = await SentAsync();
        Assert.Equal(EventReason.Changed, hint.Reason);
        Assert.False(hint.LastRegistration.IsEmpty);

        // As a server sends it: the last state is the one before the finalizer went.
        Tracker.Deleted(deleting.Snapshot());

        await NothingIsSentAsync();
        Assert.Equal(0, Tracker.Known);
        Assert.Equal(new() { [Decision.Converged] = 1, [Decision.Changed] = 1, [Decision.Released] = 1 }, Decisions());
    }

    [Fact]
    public async Task ABurstOfEditsToOneObjectWaitsAsOneMessage()
    {
        Tracker.Added(Converged.Snapshot());
        for (var edit = 1; edit <= 50; edit++)
        {
            Tracker.Modified((Converged with { Path = $"/{edit}", IsOutdated = true, Version = $"{edit}" }).Snapshot());
        }

        Assert.Equal("50", (await SentAsync()).Hint.ResourceVersion);
        await NothingIsSentAsync();
        Assert.Equal(new() { [Decision.Converged] = 1, [Decision.Changed] = 50 }, Decisions());
    }

    [Fact]
    public async Task ADeletionThatTookLongerThanAResyncMayHaveEndedByHandAndIsSentOnceMore()
    {
        var deleting = Converged with { IsBeingDeleted = true };
        Tracker.Added(deleting.Snapshot());
        await SentAsync();
        Time.Advance(Period);

        Tracker.Deleted(deleting.Snapshot());

        Assert.Equal(EventReason.Deleted, (await SentAsync()).Hint.Reason);
    }

    // A worker failed since it was announced, and may have left something that no message tells of.
    [Fact]
    public async Task ADeletionThatEndsWhileItsStatusIsInDoubtIsSentOnceMore()
    {
        var deleting = Converged with { IsBeingDeleted = true };
        Tracker.Replaced([Converged.Snapshot()], @namespace: null);
        Tracker.Modified(deleting.Snapshot());
        Assert.True((await SentAsync()).Hint.Deleting);
        Tracker.Modified((deleting with { Version = "2", IsInDoubt = true }).Snapshot());

        Tracker.Deleted(deleting.Snapshot());

        Assert.Equal(EventReason.Deleted, (await SentAsync()).Hint.Reason);
    }

    [Fact]
    public async Task ADeletionThatEndsBeforeItsMessageIsSentIsNotTakenForAnnounced()
    {
        var deleting = Converged with { IsBeingDeleted = true };
        Tracker.Replaced([Converged.Snapshot()], @namespace: null);
        Tracker.Modified(deleting.Snapshot());

        Tracker.Deleted(deleting.Snapshot());

        Assert.Equal(EventReason.Deleted, (await SentAsync()).Hint.Reason);
        await NothingIsSentAsync();
    }

    // As when somebody applies an export of it: the gateway was written since, and the status does not know.
    [Fact]
    public async Task AStatusThatWentBackIsNotBelieved()
    {
        Tracker.Replaced([(Converged with { GatewayWrites = 3 }).Snapshot()], @namespace: null);

        Tracker.Modified((Converged with { Version = "2", GatewayWrites = 2 }).Snapshot());

        var (key, hint) = await SentAsync();
        Assert.Equal((Converged.Key, EventReason.Changed, true), (key, hint.Reason, hint.InDoubt));
    }

    [Fact]
    public async Task AnObjectThatIsGoneWithoutPassingThroughTheFinalizerIsSentAsDeleted()
    {
        Tracker.Added(Converged.Snapshot());
        Tracker.Deleted((Converged with { Version = "2" }).Snapshot());

        var (key, hint) = await SentAsync();
        Assert.Equal((Converged.Key, EventReason.Deleted), (key, hint.Reason));
        Assert.False(hint.LastRegistration.IsEmpty);
    }

    [Fact]
    public async Task ANamesakeWithAnotherUidIsSentAndTheOldOneAsDeleted()
    {
        Tracker.Added(Converged.Snapshot());
        var namesake = new Api { Uid = "uid-2", Version = "9" };
        Tracker.Modified(namesake.Snapshot());

        var (oldKey, oldHint) = await SentAsync();
        var (newKey, newHint) = await SentAsync();

        Assert.Equal((Converged.Key, EventReason.Deleted), (oldKey, oldHint.Reason));
        Assert.Equal((namesake.Key, EventReason.Changed), (newKey, newHint.Reason));
        Tracker.Deleted(Converged.Snapshot());
        await NothingIsSentAsync();
        Assert.Equal(1, Tracker.Known);
    }
}
