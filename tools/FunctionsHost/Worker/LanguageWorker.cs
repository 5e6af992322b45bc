using System.Collections.Concurrent;
using System.Diagnostics;
using ApiBridge.FunctionsHost.Settings;
using ApiBridge.FunctionsHost.Worker.Protocol;

namespace ApiBridge.FunctionsHost.Worker;

/// <summary>One worker process that has loaded the app's functions.</summary>
internal sealed class LanguageWorker : IAsyncDisposable
{
    private const string HttpUriCapability = "HttpUri";
    private const string CancelCapability = "HandlesInvocationCancelMessage";
    private readonly WorkerProcess _process;
    private readonly WorkerStream _stream;
    private readonly ConcurrentDictionary<string, string> _running;
    private readonly Dictionary<string, string> _ids;
    private readonly bool _takesCancellations;

    private LanguageWorker(
        WorkerProcess process, WorkerStream stream, ConcurrentDictionary<string, string> running, IEnumerable<RpcFunctionMetadata> functions, IDictionary<string, string> capabilities)
    {
        (_process, _stream, _running) = (process, stream, running);
        _ids = functions.ToDictionary(function => function.Name, function => function.FunctionId, StringComparer.Ordinal);
        _takesCancellations = capabilities.TryGetValue(CancelCapability, out var takes) && takes.Length > 0;
        HttpUri = capabilities.TryGetValue(HttpUriCapability, out var uri) && uri.Length > 0 ? new Uri(uri) : null;
        Functions = [.. functions.Select(FunctionDefinition.Of)];
    }

    /// <summary>The app's functions, all loaded.</summary>
    public IReadOnlyList<FunctionDefinition> Functions { get; }

    /// <summary>Where the worker takes the requests of HTTP functions; null when it takes none.</summary>
    public Uri? HttpUri { get; }

    /// <summary>The process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Ends when the process has, or when it no longer speaks to this host and is of no use any more.</summary>
    public Task Ended => Task.WhenAny(_process.Exit, _stream.Ended);

    /// <summary>Ends with the process's exit code.</summary>
    public Task<int> Exit => _process.Exit;

    /// <summary>Starts a worker process and has it load every function.</summary>
    /// <exception cref="FunctionsHostException">It can't be started, or a function can't be loaded.</exception>
    /// <exception cref="WorkerEndedException">It ended meanwhile.</exception>
    public static async Task<LanguageWorker> StartAsync(
        ScriptRoot app, WorkerServer server, WorkerLog log, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var running = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var stream = new WorkerStream(message => log.Take(message.RpcLog, running));
        var id = Guid.NewGuid().ToString();
        var connected = server.Streams.ExpectAsync(id, stream);
        var process = WorkerProcess.Start(app, id, server.Url, log.Line, time);
        using var limit = new CancellationTokenSource(timeout, time);
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            if (await Task.WhenAny(connected.WaitAsync(starting.Token), process.Exit) == process.Exit)
            {
                throw new WorkerEndedException($"The worker process ended with code {await process.Exit} before it connected.");
            }

            await connected.WaitAsync(starting.Token);
            return await LoadAsync(process, stream, running, app, starting.Token);
        }
        catch (Exception exception)
        {
            server.Streams.Forget(id);
            stream.Send(new() { WorkerTerminate = new() });
            await process.DisposeAsync();
            throw exception is OperationCanceledException && limit.IsCancellationRequested
                ? new FunctionsHostException($"The worker process did not load its functions within {timeout}.", exception)
                : exception;
        }
    }

    /// <summary>Runs a function.</summary>
    /// <param name="function">Its name.</param>
    /// <param name="invocationId">The invocation.</param>
    /// <param name="request">Its input.</param>
    /// <param name="cancellationToken">Asks the function to end; whether it does is its own affair.</param>
    /// <exception cref="InvocationFailedException">It threw.</exception>
    /// <exception cref="WorkerEndedException">The worker ended before it had.</exception>
    public async Task InvokeAsync(string function, string invocationId, InvocationRequest request, CancellationToken cancellationToken)
    {
        (request.InvocationId, request.FunctionId) = (invocationId, _ids[function]);
        request.TraceContext = new() { TraceParent = Activity.Current?.Id ?? $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00" };
        _running[invocationId] = function;
        try
        {
            await using var cancelling = cancellationToken.Register(() => Cancel(invocationId));
            var response = await _stream.AskAsync(new() { InvocationRequest = request }, CancellationToken.None);
            if (response.InvocationResponse.Result is not { Status: StatusResult.Types.Status.Success } result)
            {
                var failure = response.InvocationResponse.Result?.Exception;
                throw new InvocationFailedException($"{failure?.Message ?? "The worker gave no reason."}{Environment.NewLine}{failure?.StackTrace}".TrimEnd());
            }
        }
        finally
        {
            _running.TryRemove(invocationId, out _);
        }
    }

    /// <summary>Whether it was ended because a function ran for too long.</summary>
    public bool IsOverrun { get; private set; }

    /// <summary>Ends the process if an invocation still runs in it, which should have ended long since.</summary>
    public void EndOverrun(string invocationId)
    {
        if (_running.ContainsKey(invocationId))
        {
            IsOverrun = true;
            _process.Kill();
        }
    }

    /// <summary>Asks the process to end, and ends it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        _stream.Send(new() { WorkerTerminate = new() });
        await _process.DisposeAsync();
    }

    private static async Task<LanguageWorker> LoadAsync(
        WorkerProcess process, WorkerStream stream, ConcurrentDictionary<string, string> running, ScriptRoot app, CancellationToken cancellationToken)
    {
        var initialized = await stream.AskAsync(
            new() { WorkerInitRequest = new() { HostVersion = "4.0.0", WorkerDirectory = app.Folder, FunctionAppDirectory = app.Folder } }, cancellationToken);
        Require(initialized.WorkerInitResponse.Result, "The worker process did not initialize");
        var described = await stream.AskAsync(new() { FunctionsMetadataRequest = new() { FunctionAppDirectory = app.Folder } }, cancellationToken);
        Require(described.FunctionMetadataResponse.Result, "The worker process did not tell its functions");
        var functions = described.FunctionMetadataResponse.FunctionMetadataResults;
        foreach (var function in functions)
        {
            var loaded = await stream.AskAsync(new() { FunctionLoadRequest = new() { FunctionId = function.FunctionId, Metadata = function } }, cancellationToken);
            Require(loaded.FunctionLoadResponse.Result, $"The function {function.Name} was not loaded");
        }

        return new(process, stream, running, functions, initialized.WorkerInitResponse.Capabilities);
    }

    private static void Require(StatusResult? result, string otherwise)
    {
        if (result is not { Status: StatusResult.Types.Status.Success })
        {
            throw new FunctionsHostException($"{otherwise}: {result?.Exception?.Message ?? "it gave no reason"}");
        }
    }

    private void Cancel(string invocationId)
    {
        if (_takesCancellations)
        {
            _stream.Send(new() { InvocationCancel = new() { InvocationId = invocationId } });
        }
    }
}
