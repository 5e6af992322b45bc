using Microsoft.Azure.WebJobs.Host.Executors;

namespace ApiBridge.FunctionsHost.Queues;

/// <summary>
/// The WebJobs SDK's queue listeners for the app's functions. Where they can't go on they are built anew, as a Functions host that ends for
/// it is started again by what looks after it.
/// </summary>
internal sealed partial class QueueListeners : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);
    private readonly Func<JobHost> _build;
    private readonly HostOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<QueueListeners> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private Task<JobHost?> _watching = Task.FromResult<JobHost?>(null);
    private JobHost _jobs;
    private Task? _draining;
    private Task? _stopped;
    private long? _lastTold;

    /// <param name="build">Makes an SDK host that is not started.</param>
    /// <param name="options">How long stopping may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it says what happened.</param>
    public QueueListeners(Func<JobHost> build, HostOptions options, TimeProvider time, ILogger<QueueListeners> logger) =>
        (_jobs, _build, _options, _time, _logger) = (build(), build, options, time, logger);

    /// <summary>Whether it takes no more messages.</summary>
    public bool IsDraining => Volatile.Read(ref _draining) is not null;

    /// <summary>How many functions run.</summary>
    public FunctionActivityStatus Activity => Volatile.Read(ref _jobs).Activity.GetStatus();

    /// <summary>Starts them; before, none of the others may be called.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _jobs.Host.StartAsync(cancellationToken);
        _watching = WatchAsync(_jobs);
    }

    /// <summary>Takes no more messages; those in work are finished. Who wants to know when asks for <see cref="Activity"/>.</summary>
    public void Drain()
    {
        lock (_lock)
        {
            _draining ??= DrainAsync(_jobs);
        }
    }

    /// <summary>Stops: functions that run are cancelled, unless they are drained, and waited for no longer than the Functions host waits.</summary>
    public Task StopAsync()
    {
        lock (_lock)
        {
            return _stopped ??= EndAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }

    private async Task EndAsync()
    {
        await _stopping.CancelAsync();
        if (await _watching is { } jobs)
        {
            await StopAsync(jobs);
        }
    }

    /// <returns>What still runs at the end; null when nothing does.</returns>
    private async Task<JobHost?> WatchAsync(JobHost jobs)
    {
        while (true)
        {
            var stopped = Task.Delay(Timeout.InfiniteTimeSpan, _time, _stopping.Token);
            if (await Task.WhenAny(jobs.Failure.Failed, stopped) == stopped)
            {
                return jobs;
            }

            Tell(await jobs.Failure.Failed);
            await StopAsync(jobs);
            if (await StartAgainAsync() is not { } next)
            {
                return null;
            }

            jobs = next;
        }
    }

    /// <returns>Null when there is no need any more.</returns>
    private async Task<JobHost?> StartAgainAsync()
    {
        while (true)
        {
            await Task.Delay(Pause, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stopping.IsCancellationRequested || IsDraining)
            {
                return null;
            }

            JobHost? next = null;
            try
            {
                next = _build();
                await next.Host.StartAsync(_stopping.Token);
                Replace(next);
                return next;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                next?.Host.Dispose();
                return null;
            }
#pragma warning disable CA1031 // Whatever keeps the listeners from starting is logged, and tried again.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Tell(exception);
                next?.Host.Dispose();
            }
        }
    }

    // Storage that is away makes for a failure every half a minute, of which QueueOutage tells more: the first is told, without the many tries
    // and their stack traces, and of the further ones one a minute at most.
    private void Tell(Exception exception)
    {
        if (!QueueOutage.IsBehind(exception))
        {
            LogFailed(exception, Pause);
        }
        else if (_lastTold is not { } told || _time.GetElapsedTime(told) >= LongestSilence)
        {
            _lastTold = _time.GetTimestamp();
            LogAway(Pause, QueueOutage.CauseOf(exception));
        }
    }

    private void Replace(JobHost next)
    {
        lock (_lock)
        {
            Volatile.Write(ref _jobs, next);
            if (_draining is not null)
            {
                // It was asked for while these were started.
                _draining = DrainAsync(next);
            }
        }
    }

    private async Task DrainAsync(JobHost jobs)
    {
        LogDraining(jobs.Activity.GetStatus().OutstandingInvocations);
        try
        {
            await jobs.DrainMode.EnableDrainModeAsync(CancellationToken.None);
        }
#pragma warning disable CA1031 // Nobody waits for it; what is wrong is said here.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotDrained(exception);
        }
    }

    private async Task StopAsync(JobHost jobs)
    {
        try
        {
            await jobs.Host.StopAsync(CancellationToken.None).WaitAsync(_options.StopTimeout, _time);
            jobs.Host.Dispose();
        }
        catch (TimeoutException)
        {
            LogNotStopped(_options.StopTimeout, jobs.Activity.GetStatus().OutstandingInvocations);
        }
#pragma warning disable CA1031 // Listeners that failed may fail again as they stop: what is left of them ends with the process.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogStopFailed(exception);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Drain mode: no more messages are taken; {Running} functions run")]
    private partial void LogDraining(int running);

    [LoggerMessage(2, LogLevel.Error, "The queue listeners failed and are built anew in {Pause}")]
    private partial void LogFailed(Exception exception, TimeSpan pause);

    [LoggerMessage(6, LogLevel.Error, "The queue listeners failed and are built anew in {Pause}: {Cause}")]
    private partial void LogAway(TimeSpan pause, string cause);

    [LoggerMessage(3, LogLevel.Warning, "The host did not stop within {Timeout}: {Running} functions are cut off, and their messages come back when their leases end")]
    private partial void LogNotStopped(TimeSpan timeout, int running);

    [LoggerMessage(4, LogLevel.Error, "Drain mode failed; messages may still be taken")]
    private partial void LogNotDrained(Exception exception);

    [LoggerMessage(5, LogLevel.Error, "The queue listeners failed as they stopped")]
    private partial void LogStopFailed(Exception exception);
}
