using ApiBridge.FunctionsHost.Settings;
using ApiBridge.FunctionsHost.Worker.Protocol;

namespace ApiBridge.FunctionsHost.Worker;

/// <summary>
/// Keeps one worker process running: one that ends is started again, after a pause that doubles while it keeps ending. What is to run
/// meanwhile waits, as in the Functions host: to fail it would use up the tries that its message has.
/// </summary>
internal sealed partial class WorkerSupervisor : IAsyncDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private readonly Func<CancellationToken, Task<LanguageWorker>> _start;
    private readonly TimeProvider _time;
    private readonly ILogger<WorkerSupervisor> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _watching;
    private volatile TaskCompletionSource<LanguageWorker> _worker = Nobody();

    private WorkerSupervisor(LanguageWorker first, Func<CancellationToken, Task<LanguageWorker>> start, TimeProvider time, ILogger<WorkerSupervisor> logger)
    {
        (_start, _time, _logger) = (start, time, logger);
        Functions = first.Functions;
        Take(first);
        _watching = WatchAsync(first);
    }

    /// <summary>The app's functions; a worker that is started again has the same.</summary>
    public IReadOnlyList<FunctionDefinition> Functions { get; }

    /// <summary>Starts the first worker.</summary>
    /// <exception cref="FunctionsHostException">It can't be started, or a function can't be loaded.</exception>
    public static async Task<WorkerSupervisor> StartAsync(
        ScriptRoot app, WorkerServer server, HostOptions options, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        var log = new WorkerLog(loggers);
        Task<LanguageWorker> StartWorkerAsync(CancellationToken stop) => LanguageWorker.StartAsync(app, server, log, options.WorkerStartTimeout, time, stop);
        try
        {
            return new(await StartWorkerAsync(cancellationToken), StartWorkerAsync, time, loggers.CreateLogger<WorkerSupervisor>());
        }
        catch (WorkerEndedException exception)
        {
            throw new FunctionsHostException($"{exception.Message} What it wrote is above.", exception);
        }
    }

    /// <summary>The worker, as soon as there is one.</summary>
    /// <exception cref="WorkerEndedException">The host ends, and there will be none.</exception>
    public Task<LanguageWorker> WorkerAsync(CancellationToken cancellationToken) => _worker.Task.WaitAsync(cancellationToken);

    /// <summary>Runs a function.</summary>
    /// <exception cref="InvocationFailedException">It threw.</exception>
    /// <exception cref="WorkerEndedException">The worker ended before it had run, or there is none and the host ends.</exception>
    public async Task InvokeAsync(string function, string invocationId, InvocationRequest request, CancellationToken cancellationToken) =>
        await (await WorkerAsync(cancellationToken)).InvokeAsync(function, invocationId, request, cancellationToken);

    /// <summary>Ends the worker.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        _stopping.Dispose();
    }

    private async Task WatchAsync(LanguageWorker worker)
    {
        var pause = ShortestPause;
        while (true)
        {
            var began = _time.GetTimestamp();
            await Task.WhenAny(worker.Ended, Task.Delay(Timeout.InfiniteTimeSpan, _time, _stopping.Token));
            _worker = Nobody();
            var processId = worker.ProcessId;
            await worker.DisposeAsync();
            if (_stopping.IsCancellationRequested)
            {
                break;
            }

            pause = _time.GetElapsedTime(began) > LongestPause ? ShortestPause : pause;
            LogEnded(processId, await worker.Exit, pause);
            if (await StartAgainAsync(pause) is not { } next)
            {
                break;
            }

            worker = next;
            pause = Longer(pause);
            Take(next);
        }

        _worker.TrySetException(new WorkerEndedException("The host ends, and its worker process has."));
    }

    private static TaskCompletionSource<LanguageWorker> Nobody() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Take(LanguageWorker worker)
    {
        LogStarted(worker.ProcessId, worker.Functions.Count);
        _worker.SetResult(worker);
    }

    /// <returns>Null when the host stops first.</returns>
    private async Task<LanguageWorker?> StartAgainAsync(TimeSpan pause)
    {
        while (true)
        {
            try
            {
                await Task.Delay(pause, _time, _stopping.Token);
                return await _start(_stopping.Token);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception exception) when (exception is FunctionsHostException or WorkerEndedException)
            {
                pause = Longer(pause);
                LogNotStarted(exception.Message, pause);
            }
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    [LoggerMessage(1, LogLevel.Information, "Worker process {ProcessId} has loaded {Functions} functions")]
    private partial void LogStarted(int processId, int functions);

    [LoggerMessage(2, LogLevel.Error, "Worker process {ProcessId} ended by itself with code {ExitCode}; its invocations have failed. The next one starts in {Pause}.")]
    private partial void LogEnded(int processId, int exitCode, TimeSpan pause);

    [LoggerMessage(3, LogLevel.Error, "A worker process could not be started: {Reason} The next try is in {Pause}.")]
    private partial void LogNotStarted(string reason, TimeSpan pause);
}
