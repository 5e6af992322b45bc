using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Poison;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.Shared.Storage;
using ApiBridge.TestServers;
using Azure.Storage.Queues;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Tests.Poison;

[Collection("Poison")]
public sealed class PoisonedEventHandlerTests : IDisposable
{
    private readonly World _world = new() { Kubernetes = new() { ClusterName = "east" } };
    private readonly QueueNames _names = new() { DeadLetterQueue = AzuriteFixture.NewQueueName() };
    private readonly QueueClient _kept;
    private readonly PoisonedEventHandler _handler;
    private readonly MeterListener _listener = new();
    private readonly List<(long Count, string? Reason)> _poisoned = [];

    public PoisonedEventHandlerTests(AzuriteFixture azurite)
    {
        ArgumentNullException.ThrowIfNull(azurite);
        _kept = azurite.RawClient(_names.DeadLetterQueue);
        _handler = new(
            _world.Intake, _world.Worker.Store, _world.Entries, RawQueues.Open(new() { ConnectionString = azurite.ConnectionString }, Options.Create(_names)), Options.Create(_world.Reconcile), _world.Time, NullLogger<PoisonedEventHandler>.Instance);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "apibridge.messages.poisoned")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, count, tags, _) => _poisoned.Add((count, tags.ToArray().ToDictionary()["reason"]?.ToString())));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task AnObjectWhoseMessageWasGivenUpSaysHowToRedriveIt()
    {
        var body = Text(ApiEventCodec.Encode(EventOf(_world.Create())));

        await _handler.HandleAsync(body, TestContext.Current.CancellationToken);

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.RetriesExhausted);
        Assert.EndsWith(
            "apibridge poison redrive shop/orders", _world.Api.Status.Condition(ConditionTypes.Registered)!.Message, StringComparison.Ordinal);
        Assert.Equal([(1, "Changed")], _poisoned);
        Assert.Equal(body, await KeptAsync());
    }

    [Fact]
    public async Task WhyAMessageWasGivenUpIsCounted()
    {
        using var measured = new Measurements();
        var fresh = EventOf(_world.Create());
        var old = fresh with { FirstTime = fresh.Time - _world.Reconcile.MaxEventAge - TimeSpan.FromSeconds(1) };

        await _handler.HandleAsync(Text(ApiEventCodec.Encode(fresh)), TestContext.Current.CancellationToken);
        await _handler.HandleAsync(Text(ApiEventCodec.Encode(old)), TestContext.Current.CancellationToken);
        await _handler.HandleAsync("no base64 {", TestContext.Current.CancellationToken);

        Assert.Equal(["1 reason=Failed", "1 reason=TooOld", "1 reason=Malformed"], measured.Of("apibridge.messages.deadlettered"));
        Assert.Equal(["1 reason=Changed", "1 reason=Changed", "1 reason=Malformed"], measured.Of("apibridge.messages.poisoned"));
    }

    [Theory]
    [InlineData(EventReason.Resync, true, 0, true)]
    [InlineData(EventReason.Retry, false, 3, true)]
    [InlineData(EventReason.Changed, true, 0, false)]
    [InlineData(EventReason.Retry, true, 0, false)]
    public async Task AMessageAboutTheUrlAloneSaysNothingOfARegistrationThatOthersBring(EventReason reason, bool isAudit, int probes, bool isAlone)
    {
        await _world.Worker.HandleAsync(EventOf(_world.Create()));
        _world.Cluster.ChangeSpec("orders", spec => spec["port"] = 81);

        await _handler.HandleAsync(Text(ApiEventCodec.Encode(EventOf(_world.Api) with { Reason = reason, IsAudit = isAudit, Probes = probes })), TestContext.Current.CancellationToken);

        _world.AssertCondition(
            ConditionTypes.Registered,
            isAlone ? ConditionStatus.True : ConditionStatus.False,
            isAlone ? ConditionReasons.Accepted : ConditionReasons.RetriesExhausted);
        Assert.NotNull(_world.Api.Status.UnansweredAt); // Its worker may have written to the gateway all the same.
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AnApiThatIsPausedSaysNothingOfItButThatItsEntryIsInDoubt(bool isRegistered)
    {
        var api = _world.Create();
        if (isRegistered)
        {
            await _world.Worker.HandleAsync(EventOf(api));
        }

        var registered = _world.Api.Status.Condition(ConditionTypes.Registered);
        _world.Cluster.Change("orders", json => json["metadata"]!["annotations"] = new JsonObject { [ExposedApi.PausedAnnotation] = "true" });

        await _handler.HandleAsync(Text(ApiEventCodec.Encode(EventOf(api))), TestContext.Current.CancellationToken);

        Assert.Equal(registered, _world.Api.Status.Condition(ConditionTypes.Registered));
        Assert.Equal(isRegistered, _world.Api.Status.UnansweredAt is not null); // Without a stamp it is in doubt anyway.
        Assert.NotNull(_world.Api.Status.PausedSince);
        Assert.Empty(_world.Worker.Store.Warnings);
    }

    [Fact]
    public async Task ADeletionWhoseMessageWasGivenUpAfterTheRemovalIsNotHeldUpByAGatewayThatHasNothingToRemove()
    {
        await _world.Worker.HandleAsync(EventOf(_world.Create()));
        _world.Cluster.Delete("orders");
        var deletion = EventOf(_world.Api);
        var dying = new Worker(_world);
        dying.Steps.Once("remove done", () => throw new CrashException("remove done"));
        await Assert.ThrowsAsync<CrashException>(() => dying.HandleAsync(deletion));
        _world.Apig.RefuseToRemoveTheUnknown();

        await _handler.HandleAsync(Text(ApiEventCodec.Encode(deletion)), TestContext.Current.CancellationToken);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.RetriesExhausted);
        await _world.Worker.HandleAsync(EventOf(_world.Api) with { Reason = EventReason.Resync });

        Assert.Empty(_world.Cluster.All);
    }

    [Fact]
    public async Task ARegisteredApiWhoseMessageIsGivenUpIsInDoubtAndRegisteredOnceMore()
    {
        await _world.Worker.HandleAsync(EventOf(_world.Create()));
        var before = _world.Api;

        await _handler.HandleAsync(Text(ApiEventCodec.Encode(EventOf(before))), TestContext.Current.CancellationToken);

        Assert.NotNull(_world.Api.Status.UnansweredAt);
        Assert.Equal(ConvergenceGap.NotRegistered, Convergence.Gap(_world.Api, _world.Entries, implementationReady: false, "10.0.0.1"));
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
        _world.Apig.Clear();

        await _world.Worker.HandleAsync(EventOf(_world.Api) with { Reason = EventReason.Resync });

        Assert.Equal(["orders at /orders/v4"], _world.Apig.Entries);
        Assert.Null(_world.Api.Status.UnansweredAt);
        Assert.Null(Convergence.Gap(_world.Api, _world.Entries, implementationReady: false, "10.0.0.1"));
    }

    [Fact]
    public async Task AnApiWhoseMessagesAreGivenUpAgainAndAgainIsInDoubtFromANewTimeEachTime()
    {
        await _world.Worker.HandleAsync(EventOf(_world.Create()));
        var message = Text(ApiEventCodec.Encode(EventOf(_world.Api)));
        await _handler.HandleAsync(message, TestContext.Current.CancellationToken);
        var (first, version) = (_world.Api.Status.UnansweredAt, _world.Api.ResourceVersion);
        _world.Time.Advance(TimeSpan.FromMilliseconds(1));

        await _handler.HandleAsync(message, TestContext.Current.CancellationToken);

        Assert.NotEqual(first, _world.Api.Status.UnansweredAt);
        Assert.NotEqual(version, _world.Api.ResourceVersion);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"apiBridge":{"uid":"uid-99","gateway":"apig-operator-uportal.shop:8080"},"apigBind":{"spec":{"name":"orders","path":"/other"}}}""")]
    public async Task TheMarkIsStamped(string? status)
    {
        var api = _world.Cluster.Create("orders", World.Spec, status: status);

        await _handler.HandleAsync(Text(ApiEventCodec.Encode(EventOf(api))), TestContext.Current.CancellationToken);

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.RetriesExhausted);
        Assert.Equal((api.Key.Uid, "apig-operator-uportal.shop:8080"), (_world.Api.Status.StampedUid, _world.Api.Status.Gateway));
        Assert.NotNull(_world.Api.Status.UnansweredAt);
        Assert.Null(_world.Api.Status.Registration);
    }

    [Fact]
    public async Task WhatIsReleasedAlreadyIsNotMarked()
    {
        await _world.Worker.HandleAsync(EventOf(_world.Create()));
        _world.Cluster.Change("orders", json => json["metadata"]!["finalizers"]!.AsArray().Add("others"));
        _world.Cluster.Delete("orders");
        var deletion = EventOf(_world.Api);
        await _world.Worker.HandleAsync(deletion);

        await _handler.HandleAsync(Text(ApiEventCodec.Encode(deletion)), TestContext.Current.CancellationToken);

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.Removed);
    }

    [Fact]
    public async Task WhatIsNoEventIsKeptUntouchedAndCounted()
    {
        await _handler.HandleAsync("no event", TestContext.Current.CancellationToken);

        Assert.Equal([(1, "Malformed")], _poisoned);
        Assert.Equal("no event", await KeptAsync());
    }

    [Fact]
    public async Task AnApiServerThatIsAwayCostsTheMarkAndNotTheMessage()
    {
        var body = Text(ApiEventCodec.Encode(EventOf(_world.Create())));
        _world.Worker.Store.IsDown = true;

        await _handler.HandleAsync(body, TestContext.Current.CancellationToken);

        Assert.Equal(body, await KeptAsync());
        Assert.Null(_world.Api.Status.Condition(ConditionTypes.Registered));
    }

    [Fact]
    public async Task AnApiServerThatDoesNotAnswerCostsTheMarkAndNotTheMessage()
    {
        var body = Text(ApiEventCodec.Encode(EventOf(_world.Create())));
        _world.Worker.Steps.HangAt = 1;
        var work = _handler.HandleAsync(body, TestContext.Current.CancellationToken);
        await Deadline.UntilAsync(() => _world.Worker.Steps.Taken.Count == 1, "the object is read");

        _world.Time.Advance(_world.Reconcile.Timeout);

        await work.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(body, await KeptAsync());
        Assert.Null(_world.Api.Status.Condition(ConditionTypes.Registered));
    }

    [Fact]
    public async Task AMarkThatFailsForAReasonThatNobodyForesawCostsNotTheMessageEither()
    {
        var body = Text(ApiEventCodec.Encode(EventOf(_world.Create())));
        _world.Worker.Steps.Once("read", () => throw new InvalidOperationException("unforeseen"));

        await _handler.HandleAsync(body, TestContext.Current.CancellationToken);

        Assert.Equal(body, await KeptAsync());
    }

    [Fact]
    public async Task AHostThatStopsWhileTheObjectIsMarkedIsDoneWithTheMessage()
    {
        using var host = new CancellationTokenSource();
        var body = Text(ApiEventCodec.Encode(EventOf(_world.Create())));
        _world.Worker.Steps.HangAt = 1;
        var work = _handler.HandleAsync(body, host.Token);
        await Deadline.UntilAsync(() => _world.Worker.Steps.Taken.Count == 1, "the object is read");

        await host.CancelAsync();
        _world.Time.Advance(TimeSpan.FromSeconds(5));

        await work.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(body, await KeptAsync());
    }

    [Fact]
    public async Task AHostThatStopsWhileTheObjectIsMarkedHasItMarkedIfThatTakesNoTime()
    {
        using var host = new CancellationTokenSource();
        _world.Worker.Steps.OnceAsync("read", host.CancelAsync);

        await _handler.HandleAsync(Text(ApiEventCodec.Encode(EventOf(_world.Create()))), host.Token);

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.RetriesExhausted);
        Assert.NotNull(_world.Api.Status.UnansweredAt);
    }

    [Fact]
    public async Task AHostThatHasStoppedGetsTheMessageBackAndNothingIsKept()
    {
        var body = Text(ApiEventCodec.Encode(EventOf(_world.Create())));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _handler.HandleAsync(body, new(canceled: true)));

        Assert.False(await _kept.ExistsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WhatWasGivenUpForItsAgeIsToldOnTheObjectAndHealedByAResync()
    {
        var forged = EventOf(_world.Create()) with { Time = DateTimeOffset.MinValue, FirstTime = DateTimeOffset.MinValue };
        await Assert.ThrowsAsync<MalformedEventException>(() => _world.Worker.HandleAsync(forged));

        await _handler.HandleAsync(Text(ApiEventCodec.Encode(forged)), TestContext.Current.CancellationToken);

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.RetriesExhausted);
        Assert.NotNull(Convergence.Gap(_world.Api, _world.Entries, implementationReady: false, "10.0.0.1"));

        await _world.Worker.HandleAsync(EventOf(_world.Api) with { Reason = EventReason.Resync });

        Assert.Equal(["orders at /orders/v4"], _world.Apig.Entries);
        Assert.Null(Convergence.Gap(_world.Api, _world.Entries, implementationReady: false, "10.0.0.1"));
    }

    [Fact]
    public async Task WhatIsOutOfScopeIsKeptAndNobodyIsAskedAboutIt()
    {
        var foreign = EventOf(_world.Create()) with { Key = new("mall.evil", "orders", "uid-1") };

        await _handler.HandleAsync(Text(ApiEventCodec.Encode(foreign)), TestContext.Current.CancellationToken);

        Assert.Equal([(1, "Malformed")], _poisoned);
        Assert.Empty(_world.Worker.Steps.Taken);
        await KeptAsync();
    }

    [Fact]
    public async Task AnEventOfAnotherClusterDoesNotMarkANamesake()
    {
        var foreign = EventOf(_world.Create(), cluster: "west");

        await _handler.HandleAsync(Text(ApiEventCodec.Encode(foreign)), TestContext.Current.CancellationToken);

        Assert.Equal([(1, "Malformed")], _poisoned);
        Assert.Null(_world.Api.Status.Condition(ConditionTypes.Registered));
    }

    private static ApiEvent EventOf(ExposedApi api, string cluster = "east") =>
        World.EventOf(api) with { Source = EventSource.Of(cluster, new("oda.tmforum.org", "v1", "exposedapis")) };

    private static string Text(ReadOnlyMemory<byte> message) => Convert.ToBase64String(message.Span);

    private async Task<string> KeptAsync() =>
        Assert.Single((await _kept.PeekMessagesAsync(32, TestContext.Current.CancellationToken)).Value).MessageText;
}
