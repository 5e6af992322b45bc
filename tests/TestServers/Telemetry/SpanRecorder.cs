using System.Collections.Concurrent;
using System.Diagnostics;

namespace ApiBridge.TestServers.Telemetry;

/// <summary>Records the spans of an activity source within this process. Other tests at the same time make some, too.</summary>
public sealed class SpanRecorder : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    /// <summary>Begins.</summary>
    /// <param name="source">The source's name.</param>
    public SpanRecorder(string source)
    {
        _listener = new()
        {
            ShouldListenTo = candidate => candidate.Name == source,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The spans that have ended.</summary>
    public IReadOnlyList<Activity> Ended => [.. _ended];

    /// <summary>Those of one trace.</summary>
    /// <param name="traceId">The trace, in hex.</param>
    /// <returns>The spans in the order in which they ended.</returns>
    public IReadOnlyList<Activity> Of(string traceId) => [.. _ended.Where(span => span.TraceId.ToHexString() == traceId)];

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();
}
