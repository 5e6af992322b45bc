using System.Diagnostics;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.Shared.Configuration;
using ApiBridge.TestServers.Telemetry;

namespace ApiBridge.Reconciliation.Tests.Tracing;

/// <summary>The spans of the work on a message. Other tests' are told apart by the trace.</summary>
public sealed class WorkerSpanTests : IDisposable
{
    private readonly SpanRecorder _recorder = new(ReconciliationTelemetry.SourceName);
    private readonly string _trace = ActivityTraceId.CreateRandom().ToHexString();
    private readonly string _sender = ActivitySpanId.CreateRandom().ToHexString();
    private readonly World _world = new();

    private string Parent => $"00-{_trace}-{_sender}-01";

    public void Dispose() => _recorder.Dispose();

    [Fact]
    public async Task AReconcileIsAChildOfItsSenderAndLinkedToTheInvocation()
    {
        using var invocation = new Activity("invocation").Start();

        await _world.Worker.HandleAsync(World.EventOf(_world.Create()) with { TraceParent = Parent });

        var span = Assert.Single(_recorder.Of(_trace));
        Assert.Equal(("reconcile Changed", ActivityKind.Consumer, _sender), (span.DisplayName, span.Kind, span.ParentSpanId.ToHexString()));
        Assert.True(span.HasRemoteParent);
        Assert.Equal(invocation.SpanId, Assert.Single(span.Links).Context.SpanId);
        Assert.Equal(("api-events", "process", "Done"), (Tag(span, "messaging.destination.name"), Tag(span, "messaging.operation.type"), Tag(span, "apibridge.outcome")));
        Assert.Same(invocation, Activity.Current);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    public async Task AMessageWithoutASenderIsAPartOfTheInvocation(string? parent)
    {
        using var invocation = new Activity("invocation").Start();

        await _world.Worker.HandleAsync(World.EventOf(_world.Create()) with { TraceParent = parent });

        var span = Assert.Single(_recorder.Of(invocation.TraceId.ToHexString()));
        Assert.Equal(invocation.SpanId, span.ParentSpanId);
        Assert.Empty(span.Links);
    }

    [Fact]
    public async Task ARetryGoesOnUnderTheSpanThatPutItOff()
    {
        _world.Apig.Faults = _ => GatewayFault.BeforeEffect;
        await _world.Worker.HandleAsync(World.EventOf(_world.Create()) with { TraceParent = Parent });
        _world.Apig.Faults = null;
        await _world.DeliverRetriesAsync();

        var spans = _recorder.Of(_trace);
        var (requeue, first, retry) = (
            Assert.Single(spans, span => span.DisplayName == "requeue"),
            Assert.Single(spans, span => span.DisplayName == "reconcile Changed"),
            Assert.Single(spans, span => span.DisplayName == "reconcile Retry"));
        Assert.Equal((first.SpanId, requeue.SpanId), (requeue.ParentSpanId, retry.ParentSpanId));
        Assert.Equal((ActivityKind.Producer, "api-events-retry", "1"), (requeue.Kind, Tag(requeue, "messaging.destination.name"), Tag(requeue, "apibridge.attempt")));
        Assert.Equal((ActivityStatusCode.Error, "Failed", "Failed"), (first.Status, Tag(first, "error.type"), Tag(first, "apibridge.outcome")));
        Assert.Equal((ActivityStatusCode.Unset, "Done"), (retry.Status, Tag(retry, "apibridge.outcome")));
    }

    [Fact]
    public async Task AMessageThatComesAgainIsOneMoreChildOfItsSender()
    {
        var apiEvent = World.EventOf(_world.Create()) with { TraceParent = Parent };

        await _world.Worker.HandleAsync(apiEvent);
        await _world.Worker.HandleAsync(apiEvent, dequeueCount: 2);

        Assert.Equal([_sender, _sender], _recorder.Of(_trace).Select(span => span.ParentSpanId.ToHexString()));
    }

    [Fact]
    public async Task WhatThrowsIsAnErrorOfItsClass()
    {
        _world.Worker.Steps.CrashAt = 1;

        await Assert.ThrowsAnyAsync<Exception>(() => _world.Worker.HandleAsync(World.EventOf(_world.Create()) with { TraceParent = Parent }));

        var span = Assert.Single(_recorder.Of(_trace));
        Assert.Equal((ActivityStatusCode.Error, typeof(CrashException).FullName), (span.Status, Tag(span, "error.type")));
    }

    [Fact]
    public async Task WhatAnObserverPutsBackStaysInItsTrace()
    {
        var world = new World { Mode = new ModeOptions { Mode = WorkMode.Observe } };

        await world.Worker.HandleAsync(World.EventOf(world.Create()) with { TraceParent = Parent });

        var requeue = Assert.Single(_recorder.Of(_trace), span => span.DisplayName == "requeue");
        Assert.Equal((requeue.Id, EventReason.Changed), (Assert.Single(world.Retries).Event.TraceParent, world.Retries[0].Event.Reason));
    }

    private static string? Tag(Activity span, string name) => span.GetTagItem(name)?.ToString();
}
