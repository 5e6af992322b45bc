using System.Diagnostics;
using System.Diagnostics.Metrics;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Queueing;
using ApiBridge.EventBridge.Tracking;
using ApiBridge.LocalStack.Azurite;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Storage;
using ApiBridge.TestServers.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ApiBridge.EventBridge.Tests.Queueing;

/// <summary>The spans from what was seen to the queue's acknowledgement. No other class records them.</summary>
public sealed class BridgeSpanTests(AzuriteFixture azurite) : IDisposable
{
    private static readonly ObjectKey Key = new("components", "catalog", "uid-1");
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly string _name = AzuriteFixture.NewQueueName();
    private readonly Outbox _outbox = new(TestOptions.Of(TestOptions.Queue), TimeProvider.System, Random.Shared);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _outbox.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void WhileNobodyRecordsThemSpansCostNothing()
    {
        Make();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var times = 0; times < 1000; times++)
        {
            Make();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Make()
        {
            var span = DecisionSpan.Start(Decision.Changed, "exposedapis", Key);
            span.GoesOnIn(null);
            BridgeSpans.StartSend(span, "api-events");
            span.End(WatchOutcome.Sent);
        }
    }

    [Fact]
    public void EachTraceBeginsWithWhatWasSeenAndIsNobodysCurrentOne()
    {
        using var recorder = new SpanRecorder(BridgeSpans.SourceName);
        using var around = new Activity("around").Start();

        var span = DecisionSpan.Start(Decision.Changed, "exposedapis", Key)!;
        Assert.Same(around, Activity.Current);
        span.End(WatchOutcome.Sent);

        Assert.Same(around, Activity.Current);
        Assert.Equal(("watch exposedapis", default), (span.DisplayName, span.ParentSpanId));
        Assert.NotEqual(around.TraceId, span.TraceId);
        Assert.Equal(("components", "catalog", "Changed", "Sent"), (Tag(span, "k8s.namespace.name"), Tag(span, "apibridge.exposedapi.name"), Tag(span, "apibridge.decision"), Tag(span, "apibridge.outcome")));
    }

    [Theory]
    [InlineData(Decision.Resync, "resync exposedapis")]
    [InlineData(Decision.Audit, "audit exposedapis")]
    [InlineData(Decision.Readiness, "watch exposedapis")]
    public void WhatTheClockBeginsIsNamedAsThat(object decision, string name)
    {
        using var recorder = new SpanRecorder(BridgeSpans.SourceName);

        Assert.Equal(name, DecisionSpan.Start((Decision)decision, "exposedapis", Key)!.DisplayName);
    }

    [Fact]
    public async Task AMessageGoesOnInTheTraceOfTheNewestEventWhichIsLinkedToTheOthers()
    {
        using var recorder = new SpanRecorder(BridgeSpans.SourceName);
        var spans = Enumerable.Range(0, 3).Select(_ => Add(Decision.Changed)).ToList();

        Assert.Same(spans[2], (await _outbox.TakeAsync(Token)).Hint.Watch);
        Assert.All(spans[..2], span => Assert.Equal("Merged", Tag(span, "apibridge.outcome")));
        Assert.All(spans[..2], span => Assert.True(span.IsStopped));
        Assert.False(spans[2].IsStopped);
        Assert.Equal(spans[0].SpanId, Assert.Single(spans[1].Links).Context.SpanId);
        Assert.Equal(spans[1].SpanId, Assert.Single(spans[2].Links).Context.SpanId);
    }

    [Fact]
    public async Task AnAuditAddsItselfToTheTraceOfWhatWaits()
    {
        using var recorder = new SpanRecorder(BridgeSpans.SourceName);
        var change = Add(Decision.Changed);
        var audit = Add(Decision.Audit);

        Assert.Same(change, (await _outbox.TakeAsync(Token)).Hint.Watch);
        Assert.Equal((true, "Merged"), (audit.IsStopped, Tag(audit, "apibridge.outcome")));
        Assert.Equal(audit.SpanId, Assert.Single(change.Links).Context.SpanId);
    }

    [Fact]
    public async Task WhatCameWhileASendFailedHasTheTrace()
    {
        using var recorder = new SpanRecorder(BridgeSpans.SourceName);
        var failed = Add(Decision.Changed);
        var (key, hint) = await _outbox.TakeAsync(Token);
        var newer = Add(Decision.Readiness);

        _outbox.NotSent(key, hint);

        Assert.Same(newer, (await _outbox.TakeAsync(Token)).Hint.Watch);
        Assert.Equal((true, "Merged"), (failed.IsStopped, Tag(failed, "apibridge.outcome")));
    }

    [Fact]
    public void WhatAnotherLeadersListTellsIsForgotten()
    {
        using var recorder = new SpanRecorder(BridgeSpans.SourceName);
        var span = Add(Decision.Listed);

        _outbox.ForgetListed();

        Assert.Equal((true, "Forgotten"), (span.IsStopped, Tag(span, "apibridge.outcome")));
    }

    [Fact]
    public async Task WhatIsNeedlessByThenEndsWithoutASend()
    {
        using var recorder = new SpanRecorder(BridgeSpans.SourceName);
        var span = Add(Decision.Changed);
        await using var running = Start(azurite.ConnectionString, new Needless());

        await Deadline.UntilAsync(() => span.IsStopped, "the span ended");

        Assert.Equal("Needless", Tag(span, "apibridge.outcome"));
        Assert.Equal(span, Assert.Single(recorder.Of(span.TraceId.ToHexString())));
    }

    [Fact]
    public async Task EachTryToSendIsAPartOfWhatAskedForItAndTheMessageCarriesTheOneThatGotThrough()
    {
        using var recorder = new SpanRecorder(BridgeSpans.SourceName);
        await using var storage = await AzuriteProcess.StartAsync(new(), TimeProvider.System, Token);
        await storage.StopAsync();
        var span = Add(Decision.Changed);
        await using var running = Start(storage.ConnectionString, new AsAsked());
        await Deadline.UntilAsync(() => recorder.Of(span.TraceId.ToHexString()).Any(send => send.Status is ActivityStatusCode.Error), "a send failed");

        await storage.RestartAsync(Token);
        var message = Assert.Single(await AzuriteFixture.Client(storage.ConnectionString, _name).TakeAsync(1));
        await Deadline.UntilAsync(() => span.IsStopped, "the span ended");

        var sends = recorder.Of(span.TraceId.ToHexString()).Where(other => other != span).ToList();
        Assert.All(sends, send => Assert.Equal((span.SpanId, ActivityKind.Producer, $"send {_name}"), (send.ParentSpanId, send.Kind, send.DisplayName)));
        Assert.All(sends[..^1], send => Assert.NotNull(Tag(send, "error.type")));
        Assert.Equal((message.TraceParent, message.Id, ActivityStatusCode.Unset), (sends[^1].Id, Tag(sends[^1], "messaging.message.id"), sends[^1].Status));
        Assert.Equal("Sent", Tag(span, "apibridge.outcome"));
        Assert.Empty(span.Links);
    }

    private static string? Tag(Activity span, string name) => span.GetTagItem(name)?.ToString();

    private Activity Add(Decision decision)
    {
        var span = DecisionSpan.Start(decision, "exposedapis", Key)!;
        var isAudit = decision is Decision.Audit;
        _outbox.Add(Key, new(DecisionReason.Of(decision), "/s", "1") { Watch = span, IsAudit = isAudit, IsAuditAlone = isAudit });
        return span;
    }

    private Running Start(string connectionString, IMessageContents contents)
    {
        var service = StorageAccount.Open(new() { ConnectionString = connectionString }, SendPolicy.Apply);
        var forwarder = new QueueForwarder(
            _outbox,
            contents,
            new(service, TestOptions.Of(new QueueNames { EventsQueue = _name })),
            new(),
            new(_services.GetRequiredService<IMeterFactory>()),
            TestOptions.Of(TestOptions.Queue),
            TestOptions.Of(new ModeOptions()),
            TimeProvider.System,
            NullLogger<QueueForwarder>.Instance);
        return new(forwarder.RunAsync);
    }

    private sealed class Needless : IMessageContents
    {
        public Hint? Refresh(ObjectKey key, Hint hint) => null;
    }
}
