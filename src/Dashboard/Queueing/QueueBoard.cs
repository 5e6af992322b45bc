using ApiBridge.Administration.Poison;
using ApiBridge.Dashboard.Cluster;

namespace ApiBridge.Dashboard.Queueing;

/// <summary>What was seen of the queues in the last hour, and what of the given-up messages can be seen now.</summary>
/// <param name="queues">The queues' names, in the order in which messages pass through them.</param>
/// <param name="time">The clock.</param>
public sealed class QueueBoard(IReadOnlyList<string> queues, TimeProvider time)
{
    /// <summary>For how long depths are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Queue<QueueSample> _samples = new();
    private IReadOnlyList<QueueView> _givenUp = [];

    /// <summary>Raised when something was seen, on any thread.</summary>
    public event EventHandler? Changed;

    /// <summary>The queues' names.</summary>
    public IReadOnlyList<string> Queues => queues;

    /// <summary>Whether storage can be asked.</summary>
    public WatchState State { get; } = new("The queues", time);

    /// <summary>The depths of the last hour, the oldest first.</summary>
    public IReadOnlyList<QueueSample> Samples
    {
        get
        {
            lock (_lock)
            {
                return [.. _samples];
            }
        }
    }

    /// <summary>The dead letters and what is left in the poison queues: no more than 32 of each can be seen, and none that somebody holds.</summary>
    public IReadOnlyList<QueueView> GivenUp
    {
        get
        {
            lock (_lock)
            {
                return _givenUp;
            }
        }
    }

    internal void Put(IReadOnlyList<long> depths, IReadOnlyList<QueueView> givenUp)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            _samples.Enqueue(new(now, depths));
            while (_samples.Peek().Time < now - Kept)
            {
                _samples.Dequeue();
            }

            _givenUp = givenUp;
        }

        State.Completes();
        Changed?.Invoke(this, EventArgs.Empty);
    }
}
