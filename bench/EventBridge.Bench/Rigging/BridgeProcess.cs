using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace ApiBridge.EventBridge.Bench.Rigging;

/// <summary>The bridge as a process of its own.</summary>
internal sealed class BridgeProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly TaskCompletionSource<Uri> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpClient _probe = new();
    private readonly Queue<string> _lastLines = new();
    private readonly Process _process;
    private readonly Task _output;
    private readonly TimeProvider _time;
    private readonly long _started;

    private BridgeProcess(ProcessStartInfo start, TimeProvider time)
    {
        _time = time;
        _started = time.GetTimestamp();
        _process = Process.Start(start)!;
        _output = ReadAsync(_process.StandardOutput);
    }

    /// <summary>From its start until it said that it is ready.</summary>
    public TimeSpan TimeToReady { get; private set; }

    /// <summary>Processor time that it has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public ProcessMemory Memory => ProcessMemory.Of(_process.Id);

    /// <summary>Starts it and waits until <c>/readyz</c> says that it is ready.</summary>
    public static async Task<BridgeProcess> StartAsync(
        BridgeProgram program, IEnumerable<KeyValuePair<string, string>> settings, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program.FileName, program.Arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var bridge = new BridgeProcess(start, time);
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
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(Patience, _time));
            _process.Kill();
        }

        await _output;
        _probe.Dispose();
        _process.Dispose();
    }

    private async Task BecomeReadyAsync(CancellationToken cancellationToken)
    {
        _probe.BaseAddress = await _url.Task.WaitAsync(Patience, _time, cancellationToken);
        while (!await IsReadyAsync(cancellationToken))
        {
            if (_time.GetElapsedTime(_started) > Patience)
            {
                throw new TimeoutException($"The bridge was not ready within {Patience}. It said: {LastLines()}");
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

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            Keep(line);
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                _url.TrySetResult(new Uri(line[(at + Listening.Length)..]));
            }
        }

        _url.TrySetException(new InvalidOperationException($"The bridge ended before it listened. It said: {LastLines()}"));
    }

    private void Keep(string line)
    {
        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > 10)
            {
                _lastLines.Dequeue();
            }
        }
    }

    private string LastLines()
    {
        lock (_lastLines)
        {
            return string.Join(" | ", _lastLines);
        }
    }
}
