using System.Diagnostics;
using System.Globalization;

namespace ApiBridge.Benchmarking.Rigging;

/// <summary>What is measured, as a process of its own.</summary>
internal sealed class ChildProgram : IAsyncDisposable
{
    private const int KeptLines = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Queue<string> _lastLines = new();
    private readonly Process _process;
    private readonly TimeProvider _time;

    private ChildProgram(ProcessStartInfo start, Action<string> onLine, TimeProvider time)
    {
        _time = time;
        _process = Process.Start(start)!;
        Output = ReadAsync(_process.StandardOutput, onLine);
    }

    /// <summary>Ends when it writes no more.</summary>
    public Task Output { get; }

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

    /// <summary>What it said last.</summary>
    public string LastLines
    {
        get
        {
            lock (_lastLines)
            {
                return string.Join(" | ", _lastLines);
            }
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="fileName">The program.</param>
    /// <param name="arguments">What it is given.</param>
    /// <param name="settings">Its settings, which it gets as environment variables.</param>
    /// <param name="onLine">Told each line that it writes.</param>
    /// <param name="time">The clock.</param>
    public static ChildProgram Start(
        string fileName,
        IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string>> settings,
        Action<string> onLine,
        TimeProvider time)
    {
        var start = new ProcessStartInfo(fileName, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return new(start, onLine, time);
    }

    /// <summary>Writes it a line.</summary>
    public void Tell(string line)
    {
        lock (_process)
        {
            _process.StandardInput.WriteLine(line);
        }
    }

    /// <summary>Sends it a signal.</summary>
    /// <param name="name">The signal, such as <c>TERM</c>.</param>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Asks it to end, as a cluster does, and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            await SignalAsync("TERM");
            await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(Patience, _time));
            _process.Kill();
        }

        await Output;
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader output, Action<string> onLine)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            Keep(line);
            onLine(line);
        }
    }

    private void Keep(string line)
    {
        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > KeptLines)
            {
                _lastLines.Dequeue();
            }
        }
    }
}
