namespace ApiBridge.Scaling.Bench.Model;

/// <summary>
/// The HorizontalPodAutoscaler that KEDA makes, between one replica and the maximum, by its defaults: ceil(messages ÷ queueLength), asked
/// every 15 s; a tenth more or less is let be; up by at most four pods or the double, whichever is more; down to the highest wish of the
/// last five minutes. https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale.
/// </summary>
internal sealed class Autoscaler(World world)
{
    private const double SyncPeriod = 15;
    private const double Tolerance = 0.1;
    private const int MostPodsUp = 4;
    private const double StabilizationWindow = 300;
    private readonly Queue<(double Time, int Replicas)> _wishes = new();

    public void Start() => world.Calendar.Every(SyncPeriod, SyncPeriod * world.Random.NextDouble(), Sync);

    private void Sync()
    {
        var (current, messages) = (world.Deployment.Replicas, world.Queue.Count);
        if (current == 0)
        {
            // With none it is KEDA's turn.
            _wishes.Clear();
            return;
        }

        var ratio = (double)messages / (world.Scaling.QueueLength * current);
        var wish = Math.Abs(ratio - 1) <= Tolerance ? current : (messages + world.Scaling.QueueLength - 1) / world.Scaling.QueueLength;
        wish = Math.Clamp(wish, 1, world.Scaling.MaxReplicas);
        _wishes.Enqueue((world.Calendar.Now, wish));
        while (_wishes.Peek().Time < world.Calendar.Now - StabilizationWindow)
        {
            _wishes.Dequeue();
        }

        var stable = wish >= current ? wish : Math.Min(current, _wishes.Max(item => item.Replicas));
        world.Deployment.Scale(Math.Min(stable, Math.Max(current + MostPodsUp, 2 * current)));
    }
}
