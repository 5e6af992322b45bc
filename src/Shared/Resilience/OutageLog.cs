using Microsoft.Extensions.Logging;

namespace ApiBridge.Shared.Resilience;

/// <summary>
/// Tells of an outage in few lines, however often it is met and by however many: one with the cause when it begins, one each minute while
/// it lasts, and one when it is over. One that follows within the minute is told once the minute is over, if it lasts until then. May be
/// called at the same time.
/// </summary>
/// <param name="outage">What does not work, as a sentence without its end.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it is told.</param>
public sealed partial class OutageLog(string outage, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private long? _began;
    private long? _lastTold;
    private bool _isTold;
    private volatile bool _isOpen;

    /// <summary>It does not work.</summary>
    /// <param name="cause">Why, in one line.</param>
    public void Failed(string cause)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var began = _began ??= now;
            _isOpen = true;
            if (_lastTold is { } told && time.GetElapsedTime(told, now) < Pause)
            {
                return;
            }

            _lastTold = now;
            if (began == now)
            {
                LogBegan(outage, cause);
            }
            else
            {
                LogLasts(outage, Shown(time.GetElapsedTime(began, now)), cause);
            }

            _isTold = true;
        }
    }

    /// <summary>It works, as it always does but in an outage.</summary>
    public void Over()
    {
        if (!_isOpen)
        {
            return;
        }

        lock (_lock)
        {
            if (_began is { } began && _isTold)
            {
                LogOver(Shown(time.GetElapsedTime(began)), outage);
            }

            (_began, _isTold, _isOpen) = (null, false, false);
        }
    }

    private static TimeSpan Shown(TimeSpan elapsed) => TimeSpan.FromSeconds(Math.Round(elapsed.TotalSeconds));

    [LoggerMessage(95, LogLevel.Warning, "{Outage}: {Cause}")]
    private partial void LogBegan(string outage, string cause);

    [LoggerMessage(96, LogLevel.Warning, "{Outage}, for {Duration} now: {Cause}")]
    private partial void LogLasts(string outage, TimeSpan duration, string cause);

    [LoggerMessage(97, LogLevel.Information, "Over after {Duration}: {Outage}")]
    private partial void LogOver(TimeSpan duration, string outage);
}
