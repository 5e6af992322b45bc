using ApiBridge.FunctionsHost.Settings;

namespace ApiBridge.Scaling.Bench.Model;

/// <summary>A worker with one processor: the Functions host's listener, and the reconciles that it starts.</summary>
internal sealed class Pod
{
    private readonly World _world;
    private readonly PollingBackoff _backoff;
    private double _processorFree;
    private int _inWork;
    private bool _found;
    private bool _isFull;
    private bool _isStopping;

    public Pod(World world)
    {
        _world = world;
        _backoff = new(QueueTriggerOptions.ShortestPollingInterval, world.Host.MaxPollingInterval, world.Random);
        Created = world.Calendar.Now;
        world.Calendar.After(ColdStart.Next(world.Random), Look);
    }

    public double Created { get; }

    /// <summary>When it was gone; null while it is there.</summary>
    public double? Ended { get; private set; }

    /// <summary>Takes no further messages, and ends when those in work are done.</summary>
    public void Stop()
    {
        _isStopping = true;
        EndIfIdle();
    }

    private void Look()
    {
        if (_isStopping)
        {
            return;
        }

        _world.Calendar.After(ServiceTimes.QueueRequest.Next(_world.Random), () =>
        {
            var batch = _isStopping ? [] : _world.Queue.Receive(_world.Host.BatchSize);
            foreach (var message in batch)
            {
                _inWork++;
                Reconcile(message);
            }

            if (batch.Count == 0)
            {
                _world.Calendar.After(_backoff.Next(_found).TotalSeconds, Look);
                _found = false;
                return;
            }

            _found = true;
            _isFull = _inWork > _world.Host.NewBatchThreshold;
            if (!_isFull)
            {
                Look();
            }
        });
    }

    private void Reconcile(Message message)
    {
        var requests = 0d;
        for (var request = 0; request < ServiceTimes.ClusterRequests; request++)
        {
            requests += ServiceTimes.ClusterRequest.Next(_world.Random);
        }

        _processorFree = Math.Max(_processorFree, _world.Calendar.Now) + ServiceTimes.Processor;
        _world.Calendar.After(_processorFree - _world.Calendar.Now + requests, () => _world.Gateway.Call(() =>
        {
            _world.Done(message);
            _world.Calendar.After(ServiceTimes.QueueRequest.Next(_world.Random), Delete);
        }));
    }

    private void Delete()
    {
        _world.Queue.Delete();
        _inWork--;
        if (_isFull && _inWork <= _world.Host.NewBatchThreshold)
        {
            _isFull = false;
            Look();
        }

        EndIfIdle();
    }

    private void EndIfIdle()
    {
        if (_isStopping && _inWork == 0)
        {
            Ended = _world.Calendar.Now;
        }
    }
}
