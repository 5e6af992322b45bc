using ApiBridge.Simulation.Tests.Time;

namespace ApiBridge.Simulation.Tests.Queues;

/// <summary>A Storage queue: at least once, in any order. What is taken stays hidden for its lease, and then comes again.</summary>
internal sealed class SimulatedQueue(string name, VirtualClock clock, Random random)
{
    /// <summary>For how long the Functions host leases a message.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private readonly List<QueuedMessage> _messages = [];

    public string Name => name;

    public int Count => _messages.Count;

    /// <summary>How many messages were ever put in.</summary>
    public int Sent { get; private set; }

    public IEnumerable<QueuedMessage> Messages => _messages;

    public bool HasVisible => _messages.Exists(IsVisible);

    public QueuedMessage Put(BinaryData body, TimeSpan delay)
    {
        Sent++;
        var message = new QueuedMessage(body) { VisibleAt = clock.GetTimestamp() + delay.Ticks };
        _messages.Add(message);
        return message;
    }

    /// <summary>Takes any message that is visible, for the time of a lease.</summary>
    public QueuedMessage Take()
    {
        var message = random.Of(_messages.FindAll(IsVisible));
        message.DequeueCount++;
        message.VisibleAt = clock.GetTimestamp() + Lease.Ticks;
        return message;
    }

    /// <summary>Deletes a message that was taken, unless its lease was lost and somebody else took it.</summary>
    public void Delete(QueuedMessage message, int dequeueCount)
    {
        if (message.DequeueCount == dequeueCount)
        {
            _messages.Remove(message);
        }
    }

    /// <summary>Gives a message back, unless its lease was lost.</summary>
    public void GiveBack(QueuedMessage message, int dequeueCount)
    {
        if (message.DequeueCount == dequeueCount)
        {
            message.VisibleAt = clock.GetTimestamp();
        }
    }

    /// <summary>Drops a message that is still there, seen or hidden.</summary>
    public void Expire(QueuedMessage message) => _messages.Remove(message);

    /// <summary>Takes out everything.</summary>
    public IReadOnlyList<QueuedMessage> Clear()
    {
        var all = _messages.ToList();
        _messages.Clear();
        return all;
    }

    private bool IsVisible(QueuedMessage message) => message.VisibleAt <= clock.GetTimestamp();
}
