using ApiBridge.EventBridge.Configuration;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Queueing;

/// <summary>
/// How the live queue drains: from time to time its depth is noted beside the number of messages that were sent, which tells how many were
/// taken out. Nobody can see a message's age; but a queue gives out first what came first, by and large. So a message may be in it for as long as
/// there are more in it than were sent since a period after that message. May be used by several threads at once.
/// </summary>
internal sealed class QueueDrain
{
    /// <summary>The longest that a queue may keep a resync back.</summary>
    public static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(10);

    // More than any queue holds: what a server says is added and taken away.
    private const long MostMessages = 1_000_000_000;
    private readonly Lock _lock = new();
    private readonly List<(long Time, long Sent, long Depth)> _samples = [];
    private readonly ResyncOptions _options;
    private readonly TimeProvider _time;

    public QueueDrain(IOptions<ResyncOptions> options, TimeProvider time) => (_options, _time) = (options.Value, time);

    /// <summary>About how long what is in the queue takes to get through: its depth by the rate of the last period. Zero while it keeps nothing back.</summary>
    public TimeSpan Wait
    {
        get
        {
            lock (_lock)
            {
                if (!IsBusy())
                {
                    return TimeSpan.Zero;
                }

                var (first, last) = (_samples[FirstSince(_options.Period)], _samples[^1]);
                var seconds = _time.GetElapsedTime(first.Time, last.Time).TotalSeconds * last.Depth / (TakenBy(last) - TakenBy(first));
                return seconds < LongestHold.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestHold;
            }
        }
    }

    /// <summary>Notes how deep the queue is.</summary>
    /// <param name="sent">How many messages were ever sent, read before the depth was.</param>
    /// <param name="depth">How many are in the queue, those that a worker has in hand among them.</param>
    public void Add(long sent, long depth)
    {
        var held = Math.Clamp(depth, 0, MostMessages);
        lock (_lock)
        {
            _samples.RemoveAll(sample => _time.GetElapsedTime(sample.Time) > LongestHold);
            _samples.Add((_time.GetTimestamp(), sent, held));
        }
    }

    /// <summary>
    /// Whether a message may still be in the queue, by its age at the most for <see cref="LongestHold"/>, and only while the queue is deeper than
    /// what one worker has in hand, and drains.
    /// </summary>
    /// <param name="sent">Timestamp of when the message was sent.</param>
    public bool MayHold(long sent)
    {
        lock (_lock)
        {
            if (!IsBusy() || _time.GetElapsedTime(sent) >= LongestHold)
            {
                return false;
            }

            var later = _samples.FindIndex(sample => _time.GetElapsedTime(sent, sample.Time) >= _options.Period);
            return later < 0 || _samples[^1].Depth > _samples[^1].Sent - _samples[later].Sent;
        }
    }

    private static long TakenBy((long Time, long Sent, long Depth) sample) => sample.Sent - sample.Depth;

    // Where it can't be read any more nothing is known of it.
    private bool IsBusy() =>
        _samples is [.., var last]
        && last.Depth > _options.WorkerBatch
        && _time.GetElapsedTime(last.Time) < _options.Period
        && TakenBy(last) > TakenBy(_samples[FirstSince(_options.Period)]);

    private int FirstSince(TimeSpan span) => _samples.FindIndex(sample => _time.GetElapsedTime(sample.Time, _samples[^1].Time) <= span);
}
