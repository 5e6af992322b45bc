using System.Diagnostics.Metrics;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Poison;

namespace ApiBridge.Reconciliation;

/// <summary>What a worker counts and measures as it happens; docs/metrics.md lists it. The state of its circuits is in <see cref="GatewayBreakers"/>.</summary>
internal static class ReconciliationMetrics
{
    private const string Malformed = "Malformed";

    // An attempt at a gateway has seconds, a reconcile a minute and a half.
    private static readonly InstrumentAdvice<double> Seconds =
        new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120] };

    private static readonly Meter Meter = new(ReconciliationTelemetry.SourceName);

    private static readonly Histogram<double> Reconciles = Meter.CreateHistogram(
        "apibridge.reconcile.duration", "s", "How long the work on a message took, by what came of it.", tags: null, Seconds);

    private static readonly Histogram<double> GatewayCalls = Meter.CreateHistogram(
        "apibridge.gateway.call.duration", "s", "How long a call to a gateway took, its quick retries included.", tags: null, Seconds);

    private static readonly Counter<long> Requeues = Meter.CreateCounter<long>(
        "apibridge.messages.requeued", "{message}", "Messages that were put off to the retry queue, by why.");

    private static readonly Counter<long> Poisoned = Meter.CreateCounter<long>(
        "apibridge.messages.poisoned", "{message}", "Messages that failed until the queue gave up, by the event's reason; Malformed is no event.");

    private static readonly Counter<long> DeadLetters = Meter.CreateCounter<long>(
        "apibridge.messages.deadlettered", "{message}", "Messages that were put into the dead-letter queue, by why they were given up.");

    private static readonly Counter<long> Lost = Meter.CreateCounter<long>(
        "apibridge.registrations.lost", "{registration}", "Registrations that an audit found gone and made anew, by the gateway's authority.");

    /// <summary>A reconcile ended.</summary>
    /// <param name="outcome">The name of its outcome.</param>
    /// <param name="duration">How long it took.</param>
    public static void Reconciled(string outcome, TimeSpan duration) =>
        Reconciles.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>A call to a gateway ended.</summary>
    /// <param name="endpoint">The gateway's endpoint.</param>
    /// <param name="operation">What it was to do.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="duration">How long it took.</param>
    public static void Called(Uri endpoint, string operation, GatewayCallResult result, TimeSpan duration) => GatewayCalls.Record(
        duration.TotalSeconds, [.. ServerTags.Of(endpoint), new("operation", operation), new("result", result.ToString())]);

    /// <summary>The retry queue took a message.</summary>
    /// <param name="reason">Why it is put off.</param>
    public static void Requeued(string reason) => Requeues.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>The dead-letter queue took a message.</summary>
    /// <param name="apiEvent">What was in it; null when no event was.</param>
    /// <param name="cause">Why it was given up.</param>
    public static void GaveUp(ApiEvent? apiEvent, GivenUpCause cause)
    {
        Poisoned.Add(1, new KeyValuePair<string, object?>("reason", apiEvent?.Reason.ToString() ?? Malformed));
        DeadLetters.Add(1, new KeyValuePair<string, object?>("reason", cause.ToString()));
    }

    /// <summary>An audit found a registration gone, and it was made anew.</summary>
    /// <param name="gateway">The gateway's authority.</param>
    public static void CountLost(string gateway) => Lost.Add(1, new KeyValuePair<string, object?>("gateway", gateway));
}
