using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ApiBridge.LocalStack.Canvas;

/// <summary>What is to be done, each at most once however often it was asked for while it waited, and never twice at the same time.</summary>
internal sealed class OperatorQueue
{
    private readonly Channel<OperatorWork> _ready = Channel.CreateUnbounded<OperatorWork>();
    private readonly HashSet<OperatorWork> _waiting = [];
    private readonly HashSet<OperatorWork> _running = [];
    private readonly Lock _lock = new();

    public void Add(OperatorWork work)
    {
        lock (_lock)
        {
            if (_waiting.Add(work) && !_running.Contains(work))
            {
                _ready.Writer.TryWrite(work);
            }
        }
    }

    public async IAsyncEnumerable<OperatorWork> TakeAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var work in _ready.Reader.ReadAllAsync(cancellationToken))
        {
            lock (_lock)
            {
                _waiting.Remove(work);
                _running.Add(work);
            }

            yield return work;
        }
    }

    /// <summary>What was taken is done; what was asked for meanwhile is next.</summary>
    public void Done(OperatorWork work)
    {
        lock (_lock)
        {
            _running.Remove(work);
            if (_waiting.Contains(work))
            {
                _ready.Writer.TryWrite(work);
            }
        }
    }
}
