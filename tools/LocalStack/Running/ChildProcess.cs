using System.Diagnostics;

namespace ApiBridge.LocalStack.Running;

/// <summary>
/// A program that runs beside this one and is asked to end by closing its standard input: it watches that pipe, so it also ends when this
/// process is killed.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int KeptLines = 20;

    private readonly Process _process;
    private readonly Action<string> _hears;
    private readonly TimeSpan _stopTimeout;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Queue<string> _lastLines = new();
    private volatile bool _stopping;

    private ChildProcess(Process process, Action<string> hears, TimeSpan stopTimeout, TimeProvider time)
    {
        (_process, _hears, _stopTimeout, _time) = (process, hears, stopTimeout, time);
        ProcessId = process.Id;
        Exit = WatchAsync();
    }

    public int ProcessId { get; }

    /// <summary>Whether its end is expected.</summary>
    public bool IsStopping => _stopping;

    /// <summary>The exit code, once it has ended and everything it said was heard.</summary>
    public Task<int> Exit { get; }

    /// <summary>The last lines it said, joined to one.</summary>
    public string LastLines
    {
        get
        {
            lock (_lock)
            {
                return _lastLines.Count == 0 ? "nothing" : string.Join(" | ", _lastLines.Where(line => line.Length > 0));
            }
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="start">Which program; its streams are taken over.</param>
    /// <param name="hears">Is told each line that it says.</param>
    /// <param name="stopTimeout">How long it may take to end by itself before it is killed.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Null when there is no such program.</returns>
    public static ChildProcess? TryStart(ProcessStartInfo start, Action<string> hears, TimeSpan stopTimeout, TimeProvider time)
    {
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return ProgramRun.TryStart(start) is { } process ? new(process, hears, stopTimeout, time) : null;
    }

    /// <summary>From here on its end is no failure.</summary>
    public void ExpectEnd() => _stopping = true;

    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
        }

        try
        {
            await _process.WaitForExitAsync().WaitAsync(_stopTimeout, _time);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        await Exit;
        _process.Dispose();
    }

    private async Task<int> WatchAsync()
    {
        await Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            Keep(line);
            _hears(line);
        }
    }

    private void Keep(string line)
    {
        lock (_lock)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > KeptLines)
            {
                _lastLines.Dequeue();
            }
        }
    }
}
