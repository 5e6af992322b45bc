namespace ApiBridge.Scaling.Bench.Model;

/// <summary>The live queue.</summary>
internal sealed class MessageQueue
{
    private readonly Queue<Message> _visible = new();
    private int _leased;

    /// <summary>What KEDA counts: messages in work as well.</summary>
    public int Count => _visible.Count + _leased;

    public void Send(Message message) => _visible.Enqueue(message);

    public IReadOnlyList<Message> Receive(int most)
    {
        List<Message> batch = [];
        while (batch.Count < most && _visible.TryDequeue(out var message))
        {
            batch.Add(message);
        }

        _leased += batch.Count;
        return batch;
    }

    public void Delete() => _leased--;
}
