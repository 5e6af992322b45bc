namespace ApiBridge.Scaling.Bench.Model;

/// <summary>The workers' Deployment.</summary>
internal sealed class Deployment(World world)
{
    private readonly List<Pod> _ended = [];
    private readonly List<Pod> _pods = [];

    public int Replicas => _pods.Count;

    /// <summary>The most replicas there were.</summary>
    public int Peak { get; private set; }

    /// <summary>How often there was no replica and then one.</summary>
    public int Activations { get; private set; }

    /// <summary>Whether every pod that was told to end has.</summary>
    public bool IsAtRest => _ended.TrueForAll(pod => pod.Ended is not null);

    /// <summary>What was paid for, from the creation of each pod to its end.</summary>
    public double PodSeconds => _ended.Concat(_pods).Sum(pod => (pod.Ended ?? world.Calendar.Now) - pod.Created);

    public void Scale(int replicas)
    {
        Activations += Replicas == 0 && replicas > 0 ? 1 : 0;
        while (_pods.Count < replicas)
        {
            _pods.Add(new(world));
        }

        while (_pods.Count > replicas)
        {
            // The youngest first, as a ReplicaSet does.
            var pod = _pods[^1];
            _pods.RemoveAt(_pods.Count - 1);
            _ended.Add(pod);
            pod.Stop();
        }

        Peak = Math.Max(Peak, Replicas);
    }
}
