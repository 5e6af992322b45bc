using ApiBridge.Shared.Resilience;
using ApiBridge.Shared.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Reconciliation;

/// <summary>
/// Makes the queues before the worker is there for its host, which listens to them from then on. Storage that is away holds the start up
/// for some seconds only: it goes on trying beside the work.
/// </summary>
/// <param name="services">Gives what it needs when it begins: the settings are checked by then.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class QueuesAtStart(IServiceProvider services, TimeProvider time, ILogger<QueuesAtStart> logger)
    : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private readonly OutageLog _outage = new("The queues could not be made, which is tried again", time, logger);
    private bool _areThere;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(LongestHold, time, cancellationToken);
        try
        {
            await services.GetRequiredService<QueueSetup>().EnsureAsync(limit.Token);
            _areThere = true;
        }
        catch (OperationCanceledException) when (limit.IsReached)
        {
            _outage.Failed($"storage did not answer within {LongestHold}");
        }
        catch (Exception exception) when (QueueFailure.Passes(exception, cancellationToken))
        {
            _outage.Failed(QueueFailure.Describe(exception));
        }
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backoff = new Backoff(FirstPause, LongestPause, time);
        while (!_areThere)
        {
            await backoff.WaitAsync(atLeast: null, stoppingToken);
            try
            {
                await services.GetRequiredService<QueueSetup>().EnsureAsync(stoppingToken);
                _areThere = true;
                _outage.Over();
                LogThere();
            }
            catch (Exception exception) when (QueueFailure.Passes(exception, stoppingToken))
            {
                _outage.Failed(QueueFailure.Describe(exception));
            }
        }
    }

    [LoggerMessage(92, LogLevel.Information, "The queues are there")]
    private partial void LogThere();
}
