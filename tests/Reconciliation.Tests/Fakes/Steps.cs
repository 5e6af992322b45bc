namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>
/// Every call of a worker to the outside passes here, once before and once after it takes effect, so that a test can let the worker die,
/// wait, or meet somebody else there.
/// </summary>
internal sealed class Steps
{
    private readonly List<string> _taken = [];
    private readonly List<(string Step, Func<Task> Action)> _planned = [];

    /// <summary>The steps taken so far.</summary>
    public IReadOnlyList<string> Taken => _taken;

    /// <summary>The number of the step at which the worker dies; null when it lives.</summary>
    public int? CrashAt { get; set; }

    /// <summary>The number of the step that never ends by itself; null when all do.</summary>
    public int? HangAt { get; set; }

    /// <summary>Called at every step; null when nothing is to happen.</summary>
    public Func<string, Task>? Always { get; set; }

    /// <summary>Does something the next time a step is reached.</summary>
    public void Once(string step, Action action) => OnceAsync(step, () =>
    {
        action();
        return Task.CompletedTask;
    });

    /// <summary>Does something the next time a step is reached, and keeps the worker waiting for it.</summary>
    public void OnceAsync(string step, Func<Task> action) => _planned.Add((step, action));

    /// <summary>A step is reached.</summary>
    /// <param name="step">Which.</param>
    /// <param name="cancellationToken">The worker's, which ends what keeps it waiting there.</param>
    public async Task AtAsync(string step, CancellationToken cancellationToken)
    {
        _taken.Add(step);
        if (_taken.Count == CrashAt)
        {
            throw new CrashException(step);
        }

        if (_taken.Count == HangAt)
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }

        var index = _planned.FindIndex(planned => planned.Step == step);
        if (index >= 0)
        {
            var action = _planned[index].Action;
            _planned.RemoveAt(index);
            await action().WaitAsync(cancellationToken);
        }

        if (Always is { } always)
        {
            await always(step).WaitAsync(cancellationToken);
        }
    }
}
