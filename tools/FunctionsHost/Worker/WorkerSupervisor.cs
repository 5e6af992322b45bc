using ApiBridge.FunctionsHost.Settings;
using ApiBridge.FunctionsHost.Worker.Protocol;

namespace ApiBridge.FunctionsHost.Worker;

/// <summary>
/// Keeps one worker process running: one that ends is started again after a pause, until it has failed too often. What is to run meanwhile
/// waits, as in the Functions host: to fail it would use up the tries that its message has.
/// </summary>
internal sealed partial class WorkerSupervisor : IAsyncDisposable
{
    private readonly Func<CancellationToken, Task<LanguageWorker>> _start;
    private readonly WorkerFailures _failures;
    private readonly TimeProvider _time;
    private readonly ILogger<WorkerSupervisor> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _gaveUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _watching;
    private volatile TaskCompletionSource<LanguageWorker> _worker = Nobody();

    private WorkerSupervisor(LanguageWorker first, Func<CancellationToken, Task<LanguageWorker>> start, TimeProvider time, ILogger<WorkerSupervisor> logger)
    {
        (_start, _failures, _time, _logger) = (start, new(time), time, logger);
        Functions = first.Functions;
        _watching = WatchAsync(first);
    }

    /// <summary>The app's functions; a worker that is started again has the same.</summary>
    public IReadOnlyList<FunctionDefinition> Functions { get; }

    /// <summary>Ends when the worker process has failed too often to be started again. What is to run waits on, until this is disposed.</summary>
    public Task GaveUp => _gaveUp.Task;

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

    /// <summary>Has the worker process replaced, as the Functions host does, if an invocation still runs in it that should have ended long since.</summary>
    public void EndOverrun(string invocationId)
    {
        if (_worker.Task is { IsCompletedSuccessfully: true, Result: var worker })
        {
            worker.EndOverrun(invocationId);
        }
    }

    /// <summary>Ends the worker.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        _stopping.Dispose();
    }

    private async Task WatchAsync(LanguageWorker first)
    {
        for (var worker = first; worker is not null;)
        {
            LogStarted(worker.ProcessId, worker.Functions.Count);
            _worker.SetResult(worker);
            await Task.WhenAny(worker.Ended, StoppingAsync());
            _worker = Nobody();
            var processId = worker.ProcessId;
            await worker.DisposeAsync();
            worker = _stopping.IsCancellationRequested ? null
                : worker.IsOverrun ? await NextAsync($"Worker process {processId} was ended, for a function ran for too long; its invocations have failed.", WorkerFailures.FirstPause)
                : await NextAsync($"Worker process {processId} ended by itself with code {await worker.Exit}; its invocations have failed.", _failures.Add());
        }

        _worker.TrySetException(new WorkerEndedException("The host ends, and its worker process has."));
    }

    /// <returns>Null when the host stops first.</returns>
    private async Task<LanguageWorker?> NextAsync(string failure, TimeSpan? wait)
    {
        while (wait is { } pause)
        {
            LogFailed(failure, pause);
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
                (failure, wait) = ($"A worker process could not be started: {exception.Message}", _failures.Add());
            }
        }

        LogGaveUp(failure);
        _gaveUp.SetResult();
        await StoppingAsync();
        return null;
    }

    private async Task StoppingAsync() =>
        await Task.Delay(Timeout.InfiniteTimeSpan, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static TaskCompletionSource<LanguageWorker> Nobody() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(1, LogLevel.Information, "Worker process {ProcessId} has loaded {Functions} functions")]
    private partial void LogStarted(int processId, int functions);

    [LoggerMessage(2, LogLevel.Error, "{Failure} The next one starts in {Pause}.")]
    private partial void LogFailed(string failure, TimeSpan pause);

    [LoggerMessage(3, LogLevel.Error, "{Failure} No further one is started.")]
    private partial void LogGaveUp(string failure);
}
