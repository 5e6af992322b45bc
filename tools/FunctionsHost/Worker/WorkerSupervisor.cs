using ApiBridge.FunctionsHost.Settings;
using ApiBridge.FunctionsHost.Worker.Protocol;

namespace ApiBridge.FunctionsHost.Worker;

/// <summary>Keeps one worker process running: one that ends is started again, after a pause that doubles while it keeps ending.</summary>
internal sealed partial class WorkerSupervisor : IAsyncDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private readonly Func<CancellationToken, Task<LanguageWorker>> _start;
    private readonly TimeProvider _time;
    private readonly ILogger<WorkerSupervisor> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _watching;
    private volatile LanguageWorker? _worker;

    private WorkerSupervisor(LanguageWorker first, Func<CancellationToken, Task<LanguageWorker>> start, TimeProvider time, ILogger<WorkerSupervisor> logger)
    {
        (_worker, _start, _time, _logger) = (first, start, time, logger);
        Functions = first.Functions;
        LogStarted(first.ProcessId, first.Functions.Count);
        _watching = WatchAsync(first);
    }

    /// <summary>The app's functions; a worker that is started again has the same.</summary>
    public IReadOnlyList<FunctionDefinition> Functions { get; }

    /// <summary>Where the worker takes HTTP functions' requests; null while there is no worker, or when it takes none.</summary>
    public Uri? HttpUri => _worker?.HttpUri;

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

    /// <summary>Runs a function.</summary>
    /// <exception cref="InvocationFailedException">It threw.</exception>
    /// <exception cref="WorkerEndedException">There is no worker, or it ended before it had run.</exception>
    public Task InvokeAsync(string function, string invocationId, InvocationRequest request, CancellationToken cancellationToken) =>
        _worker is { } worker
            ? worker.InvokeAsync(function, invocationId, request, cancellationToken)
            : throw new WorkerEndedException("The worker process has ended, and the next has not started yet.");

    /// <summary>Ends the worker.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_worker is { } worker)
        {
            await worker.DisposeAsync();
        }

        await _watching;
        _stopping.Dispose();
    }

    private async Task WatchAsync(LanguageWorker worker)
    {
        var pause = ShortestPause;
        while (true)
        {
            var began = _time.GetTimestamp();
            var exitCode = await worker.Exit;
            _worker = null;
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            await worker.DisposeAsync();
            pause = _time.GetElapsedTime(began) > LongestPause ? ShortestPause : pause;
            LogEnded(worker.ProcessId, exitCode, pause);
            if (await StartAgainAsync(pause) is not { } next)
            {
                return;
            }

            (worker, _worker) = (next, next);
            pause = Longer(pause);
            LogStarted(next.ProcessId, next.Functions.Count);
        }
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
