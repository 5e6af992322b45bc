using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ApiBridge.LocalStack.Running;

namespace ApiBridge.LocalStack.Azurite;

/// <summary>One run of one of Azurite's servers: when it listens and how it ends.</summary>
internal sealed partial class AzuriteChild : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly TimeProvider _timeProvider;
    private readonly TaskCompletionSource<int> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AzuriteChild(string node, IEnumerable<string> arguments, TimeSpan stopTimeout, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;

        // Azurite writes small files into its working folder even when it keeps the data in memory.
        var start = new ProcessStartInfo(node, arguments) { WorkingDirectory = Path.GetTempPath() };
        _process = ChildProcess.TryStart(start, Hear, stopTimeout, timeProvider)
            ?? throw new AzuriteException(AzuriteFailure.NodeMissing, $"{node} was not found: install Node.js 20 or newer.");
        Completion = CompleteAsync();
    }

    public int ProcessId => _process.ProcessId;

    public Task Completion { get; }

    public static AzuriteChild Start(string node, IEnumerable<string> arguments, TimeSpan stopTimeout, TimeProvider timeProvider) =>
        new(node, arguments, stopTimeout, timeProvider);

    /// <summary>Waits until the server listens.</summary>
    /// <returns>The port it listens on.</returns>
    public async Task<int> ListeningPortAsync(int wantedPort, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            var first = await Task.WhenAny(_listening.Task, Completion)
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
                $"Azurite did not listen within {timeout.TotalSeconds:0} s. It said: {_process.LastLines}",
                exception);
        }

        throw _process.LastLines.Contains("EADDRINUSE", StringComparison.Ordinal)
            ? new AzuriteException(
                AzuriteFailure.PortTaken, $"Port {wantedPort} on 127.0.0.1 is taken: free it, or choose port 0 for any free one.")
            : new AzuriteException(AzuriteFailure.NotStarted, $"Azurite ended before it listened. It said: {_process.LastLines}");
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task CompleteAsync()
    {
        var exitCode = await _process.Exit;
        if (!_process.IsStopping)
        {
            throw new AzuriteException(
                AzuriteFailure.Died,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Azurite (process {ProcessId}) ended with code {exitCode} while it was in use. It said: {_process.LastLines}"));
        }
    }

    private void Hear(string line)
    {
        if (ListeningLine().Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(int.Parse(match.Groups["port"].ValueSpan, CultureInfo.InvariantCulture));
        }
    }

    [GeneratedRegex(@"successfully listens on http://\S+:(?<port>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListeningLine();
}
