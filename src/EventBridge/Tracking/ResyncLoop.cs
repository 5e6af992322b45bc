using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Operations;
using ApiBridge.EventBridge.Queueing;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Storage;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Tracking;

/// <summary>Looks from time to time for what is due for a resync, and before it at how the queue drains: what waits there is sent no second time.</summary>
internal sealed class ResyncLoop
{
    // Several looks a period, so that a resync comes soon after it is due.
    private const int LooksPerPeriod = 6;
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(10);
    private readonly ExposedApiTracker _tracker;
    private readonly QueueDepths _depths;
    private readonly QueueDrain _drain;
    private readonly BridgeMetrics _metrics;
    private readonly TimeSpan _interval;
    private readonly bool _observes;
    private readonly TimeProvider _time;

    public ResyncLoop(
        ExposedApiTracker tracker,
        QueueDepths depths,
        QueueDrain drain,
        BridgeMetrics metrics,
        IOptions<ResyncOptions> options,
        IOptions<ModeOptions> mode,
        TimeProvider time)
    {
        (_tracker, _depths, _drain, _metrics, _observes) = (tracker, depths, drain, metrics, mode.Value.Observes);
        _interval = options.Value.Period / LooksPerPeriod;
        _time = time;
    }

    /// <summary>Looks until cancelled. Where nothing is written nothing converges, and nothing is sent again.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_observes)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);
        }

        using var timer = new PeriodicTimer(_interval, _time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (_tracker.Unconverged > 0)
            {
                await LookAtQueueAsync(cancellationToken);
            }

            _tracker.Resync(_drain);
        }
    }

    private async Task LookAtQueueAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(LongestLook, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var sent = _metrics.AllSent;
        try
        {
            _drain.Add(sent, await _depths.ReadLiveAsync(either.Token));
        }
        catch (Exception exception) when (QueueFailure.Passes(exception, cancellationToken))
        {
            // Whoever sends meets the same and tells of it; of a queue that can't be read nothing is known after a while, and it keeps nothing back.
            return;
        }
    }
}
