using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ApiBridge.LocalStack.Canvas;

/// <summary>The Components to look at, each at most once however often it changed while it waited.</summary>
internal sealed class ComponentQueue
{
    private readonly Channel<ComponentKey> _keys = Channel.CreateUnbounded<ComponentKey>();
    private readonly HashSet<ComponentKey> _waiting = [];
    private readonly Lock _lock = new();

    public void Add(ComponentKey key)
    {
        lock (_lock)
        {
            if (_waiting.Add(key))
            {
                _keys.Writer.TryWrite(key);
            }
        }
    }

    public async IAsyncEnumerable<ComponentKey> TakeAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var key in _keys.Reader.ReadAllAsync(cancellationToken))
        {
            lock (_lock)
            {
                _waiting.Remove(key);
            }

            yield return key;
        }
    }
}
