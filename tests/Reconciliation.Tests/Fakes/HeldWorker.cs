using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>A worker that waits at every step until it is let go on to the next one.</summary>
internal sealed class HeldWorker
{
    private readonly Task _work;
    private TaskCompletionSource _gate = new();
    private TaskCompletionSource _arrival = new();
    private bool _dies;

    public HeldWorker(World world, ApiEvent apiEvent, int dequeueCount)
    {
        (Event, DequeueCount) = (apiEvent, dequeueCount);
        var worker = new Worker(world);
        worker.Steps.Always = HoldAsync;
        _work = worker.HandleAsync(apiEvent, dequeueCount);
    }

    public ApiEvent Event { get; }

    public int DequeueCount { get; }

    /// <summary>Lets it go on to its next step, or die where it is.</summary>
    /// <returns>Null while it lives; when it ended, the exception it died of, or one that stands for success.</returns>
    public async Task<object?> StepAsync(bool dies)
    {
        await Task.WhenAny(_work, _arrival.Task);
        if (!_work.IsCompleted)
        {
            _dies = dies;
            _arrival = new();
            var gate = _gate;
            _gate = new();
            gate.SetResult();
            await Task.WhenAny(_work, _arrival.Task);
        }

        if (!_work.IsCompleted)
        {
            return null;
        }

        try
        {
            await _work;
            return Event;
        }
        catch (CrashException exception)
        {
            return exception;
        }
    }

    private async Task HoldAsync(string step)
    {
        var gate = _gate;
        _arrival.TrySetResult();
        await gate.Task;
        if (_dies)
        {
            throw new CrashException(step);
        }
    }
}
