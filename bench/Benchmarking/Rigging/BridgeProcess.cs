using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace ApiBridge.Benchmarking.Rigging;

/// <summary>The bridge as a process of its own.</summary>
internal sealed class BridgeProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly TaskCompletionSource<Uri> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpClient _probe = new();
    private readonly ChildProgram _child;
    private readonly TimeProvider _time;
    private readonly long _started;

    private BridgeProcess(BridgeProgram program, IEnumerable<KeyValuePair<string, string>> settings, TimeProvider time)
    {
        _time = time;
        _started = time.GetTimestamp();
        _child = ChildProgram.Start(program.FileName, program.Arguments, settings, FindUrl, time);
    }

    /// <summary>From its start until it said that it is ready.</summary>
    public TimeSpan TimeToReady { get; private set; }

    /// <summary>Processor time that it has used so far.</summary>
    public TimeSpan ProcessorTime => _child.ProcessorTime;

    public ProcessMemory Memory => _child.Memory;

    /// <summary>Starts it and waits until <c>/readyz</c> says that it is ready.</summary>
    /// <param name="program">As what.</param>
    /// <param name="queue">Where it sends to.</param>
    /// <param name="settings">Which cluster it watches, and what else is special.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<BridgeProcess> StartAsync(
        BridgeProgram program, QueueServer queue, IEnumerable<KeyValuePair<string, string>> settings, CancellationToken cancellationToken)
    {
        KeyValuePair<string, string>[] common =
        [
            new("ASPNETCORE_URLS", "http://127.0.0.1:0"),
            new("AzureWebJobsStorage", queue.Azurite.ConnectionString),
            new("ApiEventsQueue", QueueServer.LiveQueue),
            new("ApiBridge:Leadership:Namespace", "default"),

            // Otherwise it would send again what no worker takes care of here.
            new("ApiBridge:Resync:Period", "01:00:00"),
            new("ApiBridge:Resync:MaxPeriod", "01:00:00"),
        ];
        var bridge = new BridgeProcess(program, [.. common, .. settings], queue.Time);
        try
        {
            await bridge.BecomeReadyAsync(cancellationToken);
            return bridge;
        }
        catch
        {
            await bridge.DisposeAsync();
            throw;
        }
    }

    /// <summary>How many messages it holds that the queue did not acknowledge yet.</summary>
    public async Task<int> WaitingAsync(CancellationToken cancellationToken) =>
        (await _probe.GetFromJsonAsync<JsonElement>("/readyz", cancellationToken)).GetProperty("waiting").GetInt32();

    /// <summary>Asks it to end, as a cluster does, and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        await _child.DisposeAsync();
        _probe.Dispose();
    }

    private async Task BecomeReadyAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(_url.Task, _child.Output).WaitAsync(Patience, _time, cancellationToken);
        _probe.BaseAddress = _url.Task.IsCompletedSuccessfully
            ? await _url.Task
            : throw new InvalidOperationException($"The bridge ended before it listened. It said: {_child.LastLines}");
        while (!await IsReadyAsync(cancellationToken))
        {
            if (_time.GetElapsedTime(_started) > Patience)
            {
                throw new TimeoutException($"The bridge was not ready within {Patience}. It said: {_child.LastLines}");
            }

            await Task.Delay(LookInterval, _time, cancellationToken);
        }

        TimeToReady = _time.GetElapsedTime(_started);
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        using var answer = await _probe.GetAsync(new Uri("/readyz", UriKind.Relative), cancellationToken);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    private void FindUrl(string line)
    {
        if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
        {
            _url.TrySetResult(new Uri(line[(at + Listening.Length)..]));
        }
    }
}
