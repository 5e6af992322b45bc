using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Executors;

namespace ApiBridge.FunctionsHost.Queues;

/// <summary>
/// The WebJobs SDK's queue listeners for the app's functions. Where they can't go on they are built anew, as a Functions host that ends for
/// it is started again by what looks after it.
/// </summary>
internal sealed partial class QueueListeners : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly Func<JobHost> _build;
    private readonly HostOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<QueueListeners> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _watching;
    private volatile JobHost _jobs;
    private volatile Task? _draining;

    private QueueListeners(JobHost first, Func<JobHost> build, HostOptions options, TimeProvider time, ILogger<QueueListeners> logger)
    {
        (_jobs, _build, _options, _time, _logger) = (first, build, options, time, logger);
        _watching = WatchAsync(first);
    }

    /// <summary>Whether it takes no more messages.</summary>
    public bool IsDraining => _draining is not null;

    /// <summary>How many functions run.</summary>
    public FunctionActivityStatus Activity => _jobs.Host.Services.GetRequiredService<IFunctionActivityStatusProvider>().GetStatus();

    /// <summary>Starts them.</summary>
    /// <param name="build">Makes an SDK host that is not started.</param>
    /// <param name="options">How long stopping may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it says what happened.</param>
    public static async Task<QueueListeners> StartAsync(Func<JobHost> build, HostOptions options, TimeProvider time, ILogger<QueueListeners> logger)
    {
        var first = build();
        await first.Host.StartAsync();
        return new(first, build, options, time, logger);
    }

    /// <summary>Takes no more messages; those in work are finished. What is returned ends when the listeners have, and need not be waited for.</summary>
    public Task DrainAsync()
    {
        LogDraining(Activity.OutstandingInvocations);
        return _draining ??= _jobs.Host.Services.GetRequiredService<IDrainModeManager>().EnableDrainModeAsync(CancellationToken.None);
    }

    /// <summary>Stops: functions that run are cancelled, unless they are drained, and waited for no longer than the Functions host waits.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        await StopAsync(_jobs);
        _stopping.Dispose();
    }

    private async Task WatchAsync(JobHost jobs)
    {
        while (true)
        {
            var stopped = Task.Delay(Timeout.InfiniteTimeSpan, _time, _stopping.Token);
            if (await Task.WhenAny(jobs.Failure.Failed, stopped) == stopped)
            {
                return;
            }

            LogFailed(await jobs.Failure.Failed, Pause);
            await StopAsync(jobs);
            if (await StartAgainAsync() is not { } next)
            {
                return;
            }

            (jobs, _jobs) = (next, next);
        }
    }

    /// <returns>Null when it is stopped first.</returns>
    private async Task<JobHost?> StartAgainAsync()
    {
        while (true)
        {
            await Task.Delay(Pause, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stopping.IsCancellationRequested || IsDraining)
            {
                return null;
            }

            var next = _build();
            try
            {
                await next.Host.StartAsync(_stopping.Token);
                return next;
            }
#pragma warning disable CA1031 // Whatever keeps the listeners from starting is logged, and tried again.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogFailed(exception, Pause);
                await StopAsync(next);
            }
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
            LogNotStopped(_options.StopTimeout, Activity.OutstandingInvocations);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Drain mode: no more messages are taken; {Running} functions run")]
    private partial void LogDraining(int running);

    [LoggerMessage(2, LogLevel.Error, "The queue listeners failed and are built anew in {Pause}")]
    private partial void LogFailed(Exception exception, TimeSpan pause);

    [LoggerMessage(3, LogLevel.Warning, "The host did not stop within {Timeout}: {Running} functions are cut off, and their messages come back when their leases end")]
    private partial void LogNotStopped(TimeSpan timeout, int running);
}
