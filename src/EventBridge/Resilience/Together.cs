namespace ApiBridge.EventBridge.Resilience;

/// <summary>Runs loops that belong together: when one ends or fails, the others are stopped, and the failure is thrown.</summary>
internal static class Together
{
    public static async Task RunAsync(IReadOnlyList<Func<CancellationToken, Task>> loops, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> running = [.. loops.Select(loop => loop(stop.Token))];
        var first = await Task.WhenAny(running);
        await stop.CancelAsync();
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // The first to end says why; the others were only stopped.
        await first;
    }
}
