using System.Globalization;
using System.Text.RegularExpressions;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Gateway;
using ApiBridge.Shared.Storage;
using ApiBridge.TestServers.Telemetry;

namespace ApiBridge.EndToEnd.Tests;

/// <summary>What a collector gets of a change, from the bridge and from the worker.</summary>
public sealed partial class TraceTests(TracedFixture fixture) : IClassFixture<TracedFixture>
{
    private const string Service = "orders-svc";
    private const string ApiName = "apibridge.exposedapi.name";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static QueueNames Queues { get; } = new();

    [Fact]
    public async Task AnAppliedApiIsOneTraceFromTheEventToTheLastWrite()
    {
        await ExposeAsync("applied");

        var trace = await TraceAsync("applied");
        var reconcile = trace.First(span => span.Name.StartsWith("reconcile", StringComparison.Ordinal));
        Assert.Equal(["watch exposedapis", $"send {Queues.EventsQueue}", "reconcile Changed"], Path(trace, reconcile));
        Assert.Equal((Queues.EventsQueue, "0"), (reconcile.Attributes["messaging.destination.name"], reconcile.Attributes["apibridge.attempt"]));
        Assert.Contains(trace, span => span.Name == "apiserver GET exposedapis");
        Assert.Contains(trace, span => span.Name.StartsWith("apiserver PATCH exposedapis", StringComparison.Ordinal));
        Assert.Contains(trace, span => span is { Name: "gateway create", Failed: false } && span.Attributes["http.response.status_code"] == "200");
        Assert.Contains(trace, span => span.Name == "gateway probe");
        Assert.DoesNotContain(trace, span => span.Failed && span.Name != "gateway probe"); // On a slow machine a URL is tried twice.
        AssertWhole(trace);

        // What is done last is a write to the cluster.
        var last = trace.Where(span => span.Kind == "client").MaxBy(span => span.Start)!;
        Assert.StartsWith("apiserver PATCH exposedapis", last.Name, StringComparison.Ordinal);
        Assert.All(Of("applied"), span => Assert.Equal(trace[0].TraceId, span.TraceId));
    }

    [Fact]
    public async Task ARetryIsInTheTraceOfTheChangeThatFailed()
    {
        await ExposeAsync("retried", failures: 1);

        var trace = await TraceAsync("retried");
        var retry = trace.First(span => span.Name == "reconcile Retry");
        Assert.Equal(["watch exposedapis", $"send {Queues.EventsQueue}", "reconcile Changed", "requeue", "reconcile Retry"], Path(trace, retry));
        Assert.Equal((Queues.RetryQueue, "1"), (retry.Attributes["messaging.destination.name"], retry.Attributes["apibridge.attempt"]));
        var failed = Assert.Single(trace, span => span.Name == "gateway create" && span.Failed);
        Assert.Equal("503", failed.Attributes["http.response.status_code"]);
        Assert.Equal("ApiBridge.Reconciliation.Gateway.GatewayUnavailableException", failed.Attributes["error.type"]);
        Assert.Equal(["gateway create", "reconcile Changed"], trace.Where(span => span.Failed && span.Name != "gateway probe").Select(span => span.Name).Order(StringComparer.Ordinal));
        AssertWhole(trace);
        Assert.All(Of("retried"), span => Assert.Equal(trace[0].TraceId, span.TraceId));
    }

    [Fact]
    public async Task AMessageThatIsGivenUpEndsInTheTraceOfItsSender()
    {
        var span = await GiveUpAsync("given-up", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"), (span.TraceId, span.ParentId));
        Assert.Equal((Queues.DeadLetterQueue, "of-given-up"), (span.Attributes["messaging.destination.name"], span.Attributes["messaging.message.id"]));
        Assert.Contains(fixture.Receiver.TraceOf(span), call => call.Name == "apiserver GET exposedapis" && call.ParentId == span.SpanId);
    }

    [Fact]
    public async Task TheDocumentHasEverySpanAndAttributeThatIsExportedAndNoOther()
    {
        await ExposeAsync("documented", failures: 1);
        await TraceAsync("documented");
        await GiveUpAsync("documented-too", traceParent: null);

        var exported = fixture.Receiver.Spans.Where(span => span.Source.StartsWith("ApiBridge.", StringComparison.Ordinal)).ToList();
        Assert.All(exported, span =>
        {
            var row = Assert.Single(DocumentedSpan.All, row => row.Means(span.Name));
            Assert.Equal((row.Service, row.Kind), (span.Service, span.Kind));
            Assert.Empty(row.Always.Except(span.Attributes.Keys));
            Assert.Empty(span.Attributes.Keys.Except([.. row.Always, .. row.Sometimes]));
            if (exported.FirstOrDefault(other => other.SpanId == span.ParentId) is { } parent)
            {
                Assert.Contains(parent.Name.Split(' ')[0], row.Parents);
            }

            Assert.Equal(span.Failed, span.Attributes.ContainsKey("error.type"));
            Assert.Matches(@"^\d+\.\d+\.\d+", span.Version);
        });
        Assert.All(DocumentedSpan.All, row => Assert.Contains(exported, span => row.Means(span.Name)));
    }

    /// <summary>Applies an ExposedAPI whose gateway fails so often, and waits until its URL answers.</summary>
    private async Task ExposeAsync(string name, int failures = 0)
    {
        await using var implementation = await Implementation.StartAsync();
        var canvas = await Canvas.CreateAsync(fixture.Stack, fixture.NextNamespace());
        fixture.Stack.Gateway.SetService($"{canvas.Namespace}/{Service}", implementation.Url);
        var seen = await EndpointEventsAsync();
        await canvas.SetEndpointAsync(Service, ready: true);
        await Deadline.UntilAsync(async () => await EndpointEventsAsync() > seen, "the bridge saw the endpoints");
        if (failures > 0)
        {
            fixture.Stack.Gateway.SetFault(new GatewayFault { Mode = GatewayFaultMode.Status, Status = 503, Name = canvas.EntryOf(name), Count = failures });
        }

        await canvas.ApplyApiAsync(name, Canvas.ApiSpec($"/{canvas.Namespace}/{name}", Service));
        await canvas.ApiAsync(name, found => found?.Status.Condition(ConditionTypes.Reachable) is { Status: ConditionStatus.True }, "is reachable");
    }

    private async Task<int> EndpointEventsAsync()
    {
        using var client = new HttpClient { BaseAddress = fixture.Stack.BridgeUrl };
        var events = EndpointEvents().Match(await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), Token));
        return events.Success ? int.Parse(events.Groups["count"].Value, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Sends a message that is too old to be worked on, and waits for the end of it.</summary>
    private async Task<ReceivedSpan> GiveUpAsync(string name, string? traceParent)
    {
        var message = new ApiEvent
        {
            Id = $"of-{name}",
            Source = EventSource.Worker,
            Time = TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(30),
            Key = new(fixture.NextNamespace(), name, "u"),
            Reason = EventReason.Changed,
            TraceParent = traceParent,
        };
        await AzuriteFixture.Client(fixture.Stack.Azurite.ConnectionString, Queues.EventsQueue)
            .SendMessageAsync(new BinaryData(ApiEventCodec.Encode(message)), cancellationToken: Token);
        var spans = await Deadline.UntilAsync(() => Task.FromResult(Of(name)), spans => spans.Any(span => span.Name == "deadletter"), $"{name} was given up");
        return Assert.Single(spans, span => span.Name == "deadletter");
    }

    /// <summary>The spans that say that they are about an ExposedAPI; each test has names of its own.</summary>
    private List<ReceivedSpan> Of(string name) => [.. fixture.Receiver.Spans.Where(span => span.Attributes.GetValueOrDefault(ApiName) == name)];

    /// <summary>The trace of a change, once its beginning and its end are there.</summary>
    private Task<IReadOnlyList<ReceivedSpan>> TraceAsync(string name) => Deadline.UntilAsync(
        () => Task.FromResult<IReadOnlyList<ReceivedSpan>>(Of(name) is [var any, ..] ? fixture.Receiver.TraceOf(any) : []),
        spans => spans.Any(span => span.ParentId.Length == 0)
            && spans.Any(span => span.Kind == "consumer" && span.Attributes.GetValueOrDefault("apibridge.outcome") == "Done"),
        $"the trace of {name} came");

    /// <summary>The names from the trace's beginning to a span.</summary>
    private static List<string> Path(IReadOnlyList<ReceivedSpan> trace, ReceivedSpan? span)
    {
        List<string> names = [];
        for (; span is not null; span = trace.FirstOrDefault(other => other.SpanId == span.ParentId))
        {
            names.Insert(0, span.Name);
        }

        return names;
    }

    /// <summary>One beginning, and every other span is a part of one that is there.</summary>
    private static void AssertWhole(IReadOnlyList<ReceivedSpan> trace)
    {
        var root = Assert.Single(trace, span => span.ParentId.Length == 0);
        Assert.Equal("apibridge-eventbridge", root.Service);
        Assert.All(trace.Where(span => span != root), span => Assert.Contains(trace, other => other.SpanId == span.ParentId));
        Assert.All(trace.Where(span => span.Kind == "client"), span => Assert.DoesNotContain('?', span.Attributes["url.path"]));
    }

    [GeneratedRegex("""^apibridge_watch_events_total\{[^}]*resource="endpointslices[^}]*\} (?<count>\d+)""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EndpointEvents();
}
