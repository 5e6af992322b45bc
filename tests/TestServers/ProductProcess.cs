using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace ApiBridge.TestServers;

/// <summary>A program of the product as the operating system's process.</summary>
public class ProductProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();

    /// <summary>Starts it.</summary>
    /// <param name="start">The program, its arguments and what is special in its environment.</param>
    protected ProductProcess(ProcessStartInfo start)
    {
        ArgumentNullException.ThrowIfNull(start);
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment.Remove("KUBECONFIG");
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it said so far, a line each.</summary>
    public IReadOnlyCollection<string> Log => _log;

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>How long it may take to say something, or to end.</summary>
    protected static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Ends with the test.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Whether a process runs, on Linux; one that ended and was not waited for does not.</summary>
    /// <param name="processId">Which.</param>
    /// <returns>Whether it does.</returns>
    public static bool IsRunning(int processId) =>
        File.Exists($"/proc/{processId}/stat") && !File.ReadAllText($"/proc/{processId}/stat").Contains(") Z ", StringComparison.Ordinal);

    /// <summary>Waits for a line of its log; it must not end before.</summary>
    /// <param name="text">What is in the line.</param>
    /// <returns>The line.</returns>
    public Task<string> SaysAsync(string text) => SaysAsync(line => line.Contains(text, StringComparison.Ordinal), $"it said '{text}'");

    /// <summary>Waits for a line of its log; it must not end before.</summary>
    /// <param name="isMeant">Whether it is the line.</param>
    /// <param name="what">What that means, as the end of the sentence "it ended before …".</param>
    /// <returns>The line.</returns>
    /// <exception cref="InvalidOperationException">It ended; the message holds its log.</exception>
    public async Task<string> SaysAsync(Func<string, bool> isMeant, string what)
    {
        var said = await Deadline.UntilAsync(() => Task.FromResult(_log.FirstOrDefault(isMeant)), line => line is not null || HasExited, what, Patience);
        return said ?? throw new InvalidOperationException($"It ended before {what}:\n{string.Join('\n', _log)}");
    }

    /// <summary>Asks it to end, as Kubernetes does: SIGTERM.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Token);
    }

    /// <summary>Ends it, and what it started, at once: SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(Token);
    }

    /// <summary>Ends it alone at once, and leaves what it started.</summary>
    public async Task KillAloneAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Token);
    }

    /// <summary>Waits for its end.</summary>
    /// <param name="patience">How long at most; null for a minute.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> ExitAsync(TimeSpan? patience = null)
    {
        using var deadline = new CancellationTokenSource(patience ?? Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, Token);
        await _process.WaitForExitAsync(either.Token);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (!string.IsNullOrEmpty(line.Data))
        {
            _log.Enqueue(line.Data);
        }
    }
}
