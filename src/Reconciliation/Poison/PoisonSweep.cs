using System.Diagnostics.CodeAnalysis;
using ApiBridge.Shared.Resilience;
using ApiBridge.Shared.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Reconciliation.Poison;

/// <summary>
/// Has the poison queues emptied for as long as the worker runs. The host fills them only while one does, so nothing waits there for long.
/// No trigger could: the host does not hand over a message whose text it can't decode, nor one that failed five times.
/// </summary>
/// <param name="mover">Gives the mover when it begins: the settings are checked by then.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class PoisonSweep(Func<PoisonMover> mover, TimeProvider time, ILogger<PoisonSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    [SuppressMessage("Design", "CA1031", Justification = "Whatever is the matter with a queue, the worker goes on and looks again.")]
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backoff = new Backoff(Period, LongestPause, time);
        var outage = new OutageLog("The poison queues can't be read, which is tried again", time, logger);
        while (true)
        {
            try
            {
                await mover().MoveAsync(stoppingToken);
                backoff.Reset();
                outage.Over();
                await Task.Delay(Period, time, stoppingToken);
            }
            catch (Exception exception) when (QueueFailure.Passes(exception, stoppingToken))
            {
                outage.Failed(QueueFailure.Describe(exception));
                await backoff.WaitAsync(atLeast: null, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
                await backoff.WaitAsync(atLeast: null, stoppingToken);
            }
        }
    }

    [LoggerMessage(38, LogLevel.Error, "The look after the poison queues failed, which is tried again")]
    private partial void LogFailed(Exception exception);
}
