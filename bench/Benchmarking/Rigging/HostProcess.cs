using System.Diagnostics;

namespace ApiBridge.Benchmarking.Rigging;

/// <summary>A worker: the host as a process of its own, and the process with the Functions app that it starts.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly ChildProgram _child;
    private readonly TimeProvider _time;
    private readonly TimeSpan _pollingInterval;
    private long? _heldSince;

    private HostProcess(ChildProgram child, HostLog log, DateTimeOffset started, TimeSpan pollingInterval, TimeProvider time) =>
        (_child, Log, Started, _pollingInterval, _time) = (child, log, started, pollingInterval, time);

    /// <summary>When it was started.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>What it tells.</summary>
    public HostLog Log { get; }

    /// <summary>What it said last.</summary>
    public string LastLines => _child.LastLines;

    /// <summary>Processor time of the host so far.</summary>
    public TimeSpan ProcessorTime => _child.ProcessorTime;

    /// <summary>Processor time of the app's process so far.</summary>
    public TimeSpan AppProcessorTime
    {
        get
        {
            using var process = Process.GetProcessById(AppProcessId);
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Memory of the host.</summary>
    public ProcessMemory Memory => _child.Memory;

    /// <summary>Memory of the app's process.</summary>
    public ProcessMemory AppMemory => ProcessMemory.Of(AppProcessId);

    private int AppProcessId => Log.WorkerProcessId ?? throw new InvalidOperationException($"The host has no worker process. It said: {_child.LastLines}");

    /// <summary>Starts it, and waits for nothing.</summary>
    /// <param name="program">As what.</param>
    /// <param name="queue">Where its messages are.</param>
    /// <param name="gateway">Where the gateway is.</param>
    /// <param name="settings">Which cluster it works on, and what else is special.</param>
    /// <param name="pollingInterval">How long it sleeps at most when it finds no message.</param>
    public static HostProcess Start(
        FunctionsHostProgram program, QueueServer queue, Uri gateway, IEnumerable<KeyValuePair<string, string>> settings, TimeSpan pollingInterval)
    {
        KeyValuePair<string, string>[] common =
        [
            new("AzureWebJobsStorage", queue.Azurite.ConnectionString),
            new("ApiEventsQueue", QueueServer.LiveQueue),
            new("ApiRetryQueue", $"{QueueServer.LiveQueue}-retry"),
            new("ApiDeadLetterQueue", $"{QueueServer.LiveQueue}-deadletter"),
        ];
        var log = new HostLog(queue.Time);
        var started = queue.Time.GetLocalNow();
        var child = ChildProgram.Start(program.FileName, program.Arguments, [.. common, .. GatewaySettings.Of(gateway), .. settings], log.Hear, queue.Time);
        return new(child, log, started, pollingInterval, queue.Time);
    }

    /// <summary>Keeps it from running until it is released, so that messages wait in the queue; it has the whole polling interval behind it then.</summary>
    public async Task HoldAsync()
    {
        if (_heldSince is null)
        {
            await _child.SignalAsync("STOP");
            _heldSince = _time.GetTimestamp();
        }
    }

    /// <summary>Waits until a host that is held will look at the queue as soon as it is released.</summary>
    public Task IsDueAsync(CancellationToken cancellationToken)
    {
        var missing = _pollingInterval - _time.GetElapsedTime(_heldSince!.Value);
        return missing > TimeSpan.Zero ? Task.Delay(missing, _time, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Lets it run again.</summary>
    public async Task ReleaseAsync()
    {
        if (_heldSince is not null)
        {
            _heldSince = null;
            await _child.SignalAsync("CONT");
        }
    }

    /// <summary>Looks at its log until it tells something.</summary>
    /// <param name="holds">What.</param>
    /// <param name="what">What that means, as the end of the sentence "the worker did not …".</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task UntilAsync(Func<HostLog, bool> holds, string what, CancellationToken cancellationToken)
    {
        for (var started = _time.GetTimestamp(); !holds(Log);)
        {
            if (_child.Output.IsCompleted || _time.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"The worker did not {what}{(_child.Output.IsCompleted ? "; it ended" : $" within {Patience}")}. It said: {_child.LastLines}");
            }

            await Task.Delay(LookInterval, _time, cancellationToken);
        }
    }

    /// <summary>Asks it to end, as a cluster does, and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        await ReleaseAsync();
        await _child.DisposeAsync();
    }
}
