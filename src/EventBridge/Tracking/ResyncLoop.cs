using ApiBridge.EventBridge.Configuration;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Tracking;

/// <summary>Looks from time to time for what is due for a resync.</summary>
internal sealed class ResyncLoop
{
    // Several looks a period, so that a resync comes soon after it is due.
    private const int LooksPerPeriod = 6;
    private readonly ExposedApiTracker _tracker;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;

    public ResyncLoop(ExposedApiTracker tracker, IOptions<ResyncOptions> options, TimeProvider time)
    {
        _tracker = tracker;
        _interval = options.Value.Period / LooksPerPeriod;
        _time = time;
    }

    /// <summary>Looks until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_interval, _time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            _tracker.Resync();
        }
    }
}
