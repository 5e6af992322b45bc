using ApiBridge.EventBridge.Configuration;
using ApiBridge.Shared.Resilience;
using ApiBridge.Shared.Storage;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Queueing;

/// <summary>
/// Makes the queues at the start, as soon as storage answers, and goes on asking for them, so that probes know before a send does.
/// </summary>
internal sealed class QueueProbe : BackgroundService
{
    private readonly Queues _queues;
    private readonly QueueSetup _setup;
    private readonly QueueDepths _depths;
    private readonly QueueAges _ages;
    private readonly QueueStatus _status;
    private readonly QueueOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<QueueProbe> _logger;
    private bool _isReached;

    public QueueProbe(
        Queues queues,
        QueueSetup setup,
        QueueDepths depths,
        QueueAges ages,
        QueueStatus status,
        IOptions<QueueOptions> options,
        TimeProvider time,
        ILogger<QueueProbe> logger)
    {
        _queues = queues;
        _setup = setup;
        _depths = depths;
        _ages = ages;
        _status = status;
        _options = options.Value;
        _time = time;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backoff = new Backoff(_options.InitialBackoff, _options.MaxBackoff, _time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _setup.EnsureAsync(stoppingToken);
                await _depths.ReadAsync(stoppingToken);
                await _ages.ReadAsync(stoppingToken);
            }
            catch (Exception exception) when (QueueFailure.Passes(exception, stoppingToken))
            {
                _status.Failed(QueueFailure.Describe(exception));
                await backoff.WaitAsync(atLeast: null, stoppingToken);
                continue;
            }

            if (!_isReached)
            {
                _isReached = true;
                _logger.Reached(_queues.Names.EventsQueue);
            }

            _status.Reached();
            backoff.Reset();
            await Task.Delay(_options.ProbePeriod, _time, stoppingToken);
        }
    }
}
