using System.Threading.Channels;
using ApiBridge.LocalStack.Kubernetes.Resources;

namespace ApiBridge.LocalStack.Kubernetes.Storage;

/// <summary>A subscription to the store: every change in order, without gaps, from where it began.</summary>
internal sealed class StoreWatch : IDisposable
{
    private readonly Channel<StoreSignal> _signals = Channel.CreateUnbounded<StoreSignal>();
    private readonly GroupResource? _resource;
    private readonly int _capacity;
    private readonly Action<StoreWatch> _unsubscribe;

    /// <param name="resource">The resource watched, null for all.</param>
    /// <param name="start">What was there of the resource when the subscription began.</param>
    /// <param name="capacity">Signals a reader may lag behind; a slower one loses its watch, as on a real server.</param>
    /// <param name="unsubscribe">Takes the subscription off the store.</param>
    public StoreWatch(GroupResource? resource, StoreSnapshot start, int capacity, Action<StoreWatch> unsubscribe)
    {
        (_resource, Start, _capacity, _unsubscribe) = (resource, start, capacity, unsubscribe);
    }

    /// <summary>What was there of the resource when the subscription began; of a watch on all, the revision alone.</summary>
    public StoreSnapshot Start { get; }

    /// <summary>The signals; completes when the reader lagged too far behind.</summary>
    public ChannelReader<StoreSignal> Signals => _signals.Reader;

    /// <summary>Called by the store, under its lock.</summary>
    internal void Signal(StoreSignal signal)
    {
        if (signal is StoreChange change && _resource is { } resource && change.Resource != resource)
        {
            return;
        }

        if (_signals.Reader.Count >= _capacity)
        {
            _signals.Writer.TryComplete();
            return;
        }

        _signals.Writer.TryWrite(signal);
    }

    public void Dispose() => _unsubscribe(this);
}
