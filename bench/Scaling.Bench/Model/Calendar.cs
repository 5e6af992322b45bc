namespace ApiBridge.Scaling.Bench.Model;

/// <summary>What is going to happen, and when. Things of the same moment happen in the order in which they were put down.</summary>
internal sealed class Calendar
{
    private readonly PriorityQueue<Action, (double Time, long Number)> _events = new();
    private long _count;

    /// <summary>Seconds since the beginning.</summary>
    public double Now { get; private set; }

    public void After(double seconds, Action happens) => _events.Enqueue(happens, (Now + seconds, _count++));

    /// <summary>Lets something happen again and again, the first time after a part of the interval.</summary>
    public void Every(double interval, double phase, Action happens) => After(phase, () =>
    {
        happens();
        Every(interval, interval, happens);
    });

    /// <summary>Goes from event to event until a condition holds.</summary>
    /// <exception cref="InvalidOperationException">It does not hold for so long that it never will.</exception>
    public void RunUntil(Func<bool> holds, double longest = 24 * 3600)
    {
        while (!holds())
        {
            if (!_events.TryDequeue(out var happens, out var at) || at.Time > longest)
            {
                throw new InvalidOperationException($"After {Now:0} s the work is still not done.");
            }

            Now = at.Time;
            happens();
        }
    }
}
