using System.Diagnostics;
using ApiBridge.Domain;
using ApiBridge.Shared.Tracing;

namespace ApiBridge.EventBridge.Queueing;

/// <summary>
/// The bridge's spans: one for each message, from the moment when the event that was seen asked for it until the queue has acknowledged it, and
/// below it one for each try to send it. While nobody records them there are none.
/// </summary>
internal static class BridgeSpans
{
    /// <summary>The activity source, for whoever exports it.</summary>
    public const string SourceName = "ApiBridge.EventBridge";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Whether anybody records them.</summary>
    public static bool AreRecorded => Source.HasListeners();

    /// <summary>Begins a trace: something asks for a message.</summary>
    /// <param name="name">The span's name.</param>
    /// <param name="key">The ExposedAPI that the message is about.</param>
    /// <returns>The span, which is nobody's current one; null where nobody records it.</returns>
    public static Activity? StartWatch(string name, ObjectKey key)
    {
        var current = Activity.Current;
        Activity.Current = null; // Who asks goes on to other events, and waits for no message.
        var span = Source.StartActivity(name);
        Activity.Current = current;
        span.IsAbout(key);
        return span;
    }

    /// <summary>A try to send a message begins.</summary>
    /// <param name="watch">The span of what asked for it.</param>
    /// <param name="queue">The queue's name.</param>
    public static Activity? StartSend(Activity? watch, string queue) =>
        AreRecorded ? Source.StartActivity(ActivityKind.Producer, watch?.Context ?? default, name: $"send {queue}") : null;

    /// <summary>
    /// What a message says of its trace. Where this program records none, the workers still join under one id, whether they work on it once or
    /// several times; whether they record is theirs to say.
    /// </summary>
    public static string TraceParent(Activity? send) =>
        send?.Id ?? $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-01";

    /// <summary>The message is done with.</summary>
    public static void End(this Activity? watch, WatchOutcome outcome)
    {
        if (watch is not null)
        {
            watch.SetTag(SpanAttributes.Outcome, outcome.ToString());
            var current = Activity.Current;
            watch.Stop();
            Activity.Current = current; // It was nobody's.
        }
    }

    /// <summary>Another event asked for the same message, which goes on in that one's trace: this one ends, and that one is linked to it.</summary>
    public static void GoesOnIn(this Activity? watch, Activity? other)
    {
        if (watch is not null && watch != other)
        {
            other?.AddLink(new(watch.Context));
            watch.End(WatchOutcome.Merged);
        }
    }
}
