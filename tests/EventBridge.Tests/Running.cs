namespace ApiBridge.EventBridge.Tests;

/// <summary>A loop that runs until this is disposed.</summary>
internal sealed class Running : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public Running(Func<CancellationToken, Task> loop) => Task = loop(_stop.Token);

    /// <summary>The loop.</summary>
    public Task Task { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
