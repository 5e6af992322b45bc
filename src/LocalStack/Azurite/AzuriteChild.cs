using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ApiBridge.LocalStack.Azurite;

/// <summary>One run of the queue server: what it says, when it listens and how it ends.</summary>
internal sealed partial class AzuriteChild : IAsyncDisposable
{
    private const int KeptLines = 20;

    private readonly Process _process;
    private readonly TimeSpan _stopTimeout;
    private readonly TimeProvider _timeProvider;
    private readonly Lock _lock = new();
    private readonly Queue<string> _lastLines = new();
    private readonly TaskCompletionSource<int> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;

    private AzuriteChild(Process process, TimeSpan stopTimeout, TimeProvider timeProvider)
    {
        _process = process;
        _stopTimeout = stopTimeout;
        _timeProvider = timeProvider;
        ProcessId = process.Id;
        _ = WatchAsync();
    }

    public int ProcessId { get; }

    public Task Completion => _ended.Task;

    public static AzuriteChild Start(
        string node, IEnumerable<string> arguments, TimeSpan stopTimeout, TimeProvider timeProvider)
    {
        var start = new ProcessStartInfo(node, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Azurite writes small files into its working folder even when it keeps the data in memory.
            WorkingDirectory = Path.GetTempPath(),
        };
        var process = ProgramRun.TryStart(start)
            ?? throw new AzuriteException(AzuriteFailure.NodeMissing, $"{node} was not found: install Node.js 20 or newer.");
        return new AzuriteChild(process, stopTimeout, timeProvider);
    }

    /// <summary>Waits until the server listens.</summary>
    /// <returns>The port it listens on.</returns>
    public async Task<int> ListeningPortAsync(int wantedPort, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            var first = await Task.WhenAny(_listening.Task, _ended.Task)
                .WaitAsync(timeout, _timeProvider, cancellationToken);
            if (first == _listening.Task)
            {
                return await _listening.Task;
            }
        }
        catch (TimeoutException exception)
        {
            throw new AzuriteException(
                AzuriteFailure.NotStarted,
                $"Azurite did not listen within {timeout.TotalSeconds:0} s. It said: {LastLines()}",
                exception);
        }

        throw LastLines().Contains("EADDRINUSE", StringComparison.Ordinal)
            ? new AzuriteException(
                AzuriteFailure.PortTaken, $"Port {wantedPort} on 127.0.0.1 is taken: free it, or choose port 0 for any free one.")
            : new AzuriteException(AzuriteFailure.NotStarted, $"Azurite ended before it listened. It said: {LastLines()}");
    }

    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
        }

        try
        {
            await _process.WaitForExitAsync().WaitAsync(_stopTimeout, _timeProvider);
        }
        catch (TimeoutException)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        await _ended.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _process.Dispose();
    }

    private async Task WatchAsync()
    {
        await Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
        await _process.WaitForExitAsync();
        if (_stopping)
        {
            _ended.SetResult();
            return;
        }

        _ended.SetException(new AzuriteException(
            AzuriteFailure.Died,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Azurite (process {ProcessId}) ended with code {_process.ExitCode} while it was in use. It said: {LastLines()}")));
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            Keep(line);
            if (ListeningLine().Match(line) is { Success: true } match)
            {
                _listening.TrySetResult(int.Parse(match.Groups["port"].ValueSpan, CultureInfo.InvariantCulture));
            }
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

    private string LastLines()
    {
        lock (_lock)
        {
            return _lastLines.Count == 0 ? "nothing" : string.Join(" | ", _lastLines.Where(line => line.Length > 0));
        }
    }

    [GeneratedRegex(@"successfully listens on http://\S+:(?<port>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListeningLine();
}
