using ApiBridge.Domain;
using ApiBridge.EventBridge.Dependents;

namespace ApiBridge.EventBridge.Tests.Tracking;

public sealed class DependentsTests : TrackerFixture
{
    [Fact]
    public async Task AServiceThatLosesItsLastEndpointIsSentForTheApisThatNameItInItsNamespaceAlone()
    {
        Readiness.Added(new(new("components", "other-svc"), "s", HasReadyEndpoint: true));
        Readiness.Added(new(new("elsewhere", "svc"), "s", HasReadyEndpoint: true));
        Tracker.Replaced(
            [
                Converged.Snapshot(),
                (Converged with { Name = "twin", Uid = "u2" }).Snapshot(),
                (Converged with { Name = "other", Uid = "u3", Service = "other-svc" }).Snapshot(),
                (Converged with { Namespace = "elsewhere", Uid = "u4" }).Snapshot(),
            ],
            @namespace: null);

        Readiness.Modified(new(Service, "slice", HasReadyEndpoint: false));

        var sent = new[] { await SentAsync(), await SentAsync() };
        Assert.Equal(["catalog", "twin"], sent.Select(item => item.Key.Name).Order());
        Assert.All(sent, item => Assert.Equal((EventReason.Readiness, "components"), (item.Hint.Reason, item.Key.Namespace)));
        await NothingIsSentAsync();
    }

    [Fact]
    public async Task AnEndpointThatComesWhileAnApiIsFirstRegisteredIsLeftToTheMessageAtWork()
    {
        Readiness.Modified(new(Service, "slice", HasReadyEndpoint: false));
        Tracker.Added(new Api().Snapshot());
        await SentAsync();

        Tracker.Modified(new Api { IsAdopted = true, Ready = false }.Snapshot());
        Readiness.Modified(new(Service, "slice", HasReadyEndpoint: true));
        Tracker.Modified(Converged.Snapshot());

        await NothingIsSentAsync();
    }

    [Fact]
    public async Task AnEndpointThatTheMessageAtWorkMissedIsSentAfterIt()
    {
        Readiness.Modified(new(Service, "slice", HasReadyEndpoint: false));
        Tracker.Added(new Api().Snapshot());
        await SentAsync();

        Tracker.Modified(new Api { IsAdopted = true, Ready = false }.Snapshot());
        Readiness.Modified(new(Service, "slice", HasReadyEndpoint: true));
        Tracker.Modified((Converged with { Ready = false }).Snapshot());

        Assert.Equal(EventReason.Readiness, (await SentAsync()).Hint.Reason);
    }

    [Fact]
    public async Task AReadinessThatTheStatusTellsAlreadyCostsNothing()
    {
        Readiness.Modified(new(Service, "slice", HasReadyEndpoint: false));
        Tracker.Added(Converged.Snapshot() with { ReportedReady = false });
        Readiness.Modified(new(Service, "second", HasReadyEndpoint: false));

        await NothingIsSentAsync();
    }

    [Fact]
    public async Task AnApiThatMovesToAnotherServiceFollowsThatOne()
    {
        Readiness.Added(new(new("components", "new-svc"), "s", HasReadyEndpoint: true));
        Tracker.Added(Converged.Snapshot());
        Tracker.Modified((Converged with { Service = "new-svc", Version = "2" }).Snapshot());
        Readiness.Deleted(new(Service, "slice", HasReadyEndpoint: true));
        await NothingIsSentAsync();

        Readiness.Deleted(new(new("components", "new-svc"), "s", HasReadyEndpoint: true));

        Assert.Equal(EventReason.Readiness, (await SentAsync()).Hint.Reason);
    }

    [Fact]
    public async Task AStatusThatFallsBehindItsEndpointsWhileItIsWrittenIsSentAgain()
    {
        var waiting = Converged with { Ready = false };
        Readiness.Modified(new(Service, "slice", HasReadyEndpoint: false));
        Tracker.Added(waiting.Snapshot());
        Readiness.Modified(new(Service, "slice", HasReadyEndpoint: true));
        await SentAsync();
        Readiness.Modified(new(Service, "slice", HasReadyEndpoint: false));
        await NothingIsSentAsync();

        Tracker.Modified((waiting with { Ready = true, Version = "2" }).Snapshot());

        Assert.Equal(EventReason.Readiness, (await SentAsync()).Hint.Reason);
    }

    [Fact]
    public async Task AGatewayThatMovesIsSentForTheApisOfItsNamespace()
    {
        Addresses.Added(new("components", "10.0.0.1"));
        Tracker.Replaced([Converged.Snapshot(), (Converged with { Namespace = "elsewhere", Service = "none", Ready = false }).Snapshot()], @namespace: null);
        await NothingIsSentAsync();

        Addresses.Modified(new("components", "10.0.0.2"));

        var (key, hint) = await SentAsync();
        Assert.Equal((Converged.Key, EventReason.Readiness), (key, hint.Reason));
        await NothingIsSentAsync();
    }

    [Fact]
    public async Task EndpointsThatWereListedLateAreTakenIn()
    {
        using var readiness = new ReadinessIndex(TestOptions.Of(TestOptions.Watch), Time);
        var tracker = TrackerOn(readiness);
        tracker.Replaced([Converged.Snapshot()], @namespace: null);
        await NothingIsSentAsync();

        readiness.Replaced([], @namespace: null);

        Assert.Equal(EventReason.Readiness, (await SentAsync()).Hint.Reason);
    }
}
