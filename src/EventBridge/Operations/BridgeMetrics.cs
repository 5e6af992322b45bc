using System.Diagnostics.Metrics;
using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Operations;

/// <summary>What the bridge counts as it happens. What can be asked for at any time is in <see cref="BridgeGauges"/>.</summary>
internal sealed class BridgeMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "ApiBridge.EventBridge";

    private readonly Counter<long> _sent;
    private readonly Counter<long> _failed;
    private readonly Histogram<double> _duration;
    private long _allSent;

    public BridgeMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _sent = meter.CreateCounter<long>("apibridge.messages.sent", "{message}", "Messages that the queue acknowledged.");
        _failed = meter.CreateCounter<long>("apibridge.messages.failed", "{message}", "Sends that failed and are tried again.");
        _duration = meter.CreateHistogram(
            "apibridge.message.duration",
            "s",
            "How long a send took.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
    }

    /// <summary>How many messages the queue acknowledged so far.</summary>
    public long AllSent => Interlocked.Read(ref _allSent);

    public void Sent(EventReason reason, TimeSpan duration)
    {
        Interlocked.Increment(ref _allSent);
        _sent.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
        _duration.Record(duration.TotalSeconds);
    }

    public void NotSent(EventReason reason) => _failed.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
}
