using ApiBridge.EventBridge.Queueing;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Gateway;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Tracking;

/// <summary>
/// Has the URL of each registered ExposedAPI tried once a period, for nothing tells of what a gateway lost. Periods are counted on the wall clock,
/// so that a restart and a change of the leader neither skip nor shift one. All messages of an audit are sent in one go, at a bounded rate, so
/// that the workers can go back to zero until the next.
/// </summary>
internal sealed class AuditLoop
{
    // A leader that is new this early in a period audits at once: the one before may have been cut off in the middle.
    private const int EarlyParts = 4;
    private static readonly TimeSpan LooksForList = TimeSpan.FromSeconds(1);

    // Long waits take no notice of a clock that is set.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private readonly Audits _audits;
    private readonly Outbox _outbox;
    private readonly ReachabilityOptions _options;
    private readonly bool _observes;
    private readonly TimeProvider _time;
    private readonly ILogger<AuditLoop> _logger;

    public AuditLoop(
        Audits audits, Outbox outbox, IOptions<ReachabilityOptions> options, IOptions<ModeOptions> mode, TimeProvider time, ILogger<AuditLoop> logger)
    {
        (_audits, _outbox, _options, _observes) = (audits, outbox, options.Value, mode.Value.Observes);
        (_time, _logger) = (time, logger);
    }

    /// <summary>Audits until cancelled. Where nothing is written nothing is registered anew, and nobody is sent.</summary>
    /// <param name="areListed">Whether all ExposedAPIs are known.</param>
    /// <param name="cancellationToken">Ends it, an audit in the middle too.</param>
    public async Task RunAsync(Func<bool> areListed, CancellationToken cancellationToken)
    {
        if (_observes || !_options.Audits)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);
        }

        // What can't be listed, for want of a right perhaps, keeps the others waiting for no more than the rest of a period.
        for (var first = Period(); !areListed() && Period() == first;)
        {
            await Task.Delay(LooksForList, _time, cancellationToken);
        }

        var done = Done();
        while (true)
        {
            // Any other, not a later one alone: a clock that was fast for years is put back one day.
            while (Period() == done)
            {
                await Task.Delay(UntilNext() is var wait && wait < LongestWait ? wait : LongestWait, _time, cancellationToken);
            }

            done = Period();
            await AuditAsync(cancellationToken);
            done = Period() == done ? done : Done();
        }
    }

    private async Task AuditAsync(CancellationToken cancellationToken)
    {
        var (started, sent) = (_time.GetTimestamp(), 0);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1) / _options.AuditsPerSecond, _time);
        foreach (var name in _audits.Names)
        {
            // What changed goes first, and a queue that is back from an outage gets no more than this at once.
            do
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }
            while (_outbox.Waiting >= _options.AuditsPerSecond);

            sent += _audits.Ask(name) ? 1 : 0;
        }

        var took = _time.GetElapsedTime(started);
        if (took > _options.AuditPeriod)
        {
            _logger.AuditTooLong(sent, took, _options.AuditPeriod);
        }
        else
        {
            _logger.Audited(sent, took);
        }
    }

    // The last period that has had its audit, or is too far gone for one.
    private long Done() => SinceBegin() < _options.AuditPeriod / EarlyParts ? Period() - 1 : Period();

    private long Period() => _time.GetUtcNow().UtcTicks / _options.AuditPeriod.Ticks;

    private TimeSpan SinceBegin() => TimeSpan.FromTicks(_time.GetUtcNow().UtcTicks % _options.AuditPeriod.Ticks);

    // A timer knows whole milliseconds alone, and one that is cut to none would be asked again and again.
    private TimeSpan UntilNext() => _options.AuditPeriod - SinceBegin() + TimeSpan.FromMilliseconds(1);
}
