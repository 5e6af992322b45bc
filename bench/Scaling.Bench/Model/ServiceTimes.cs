namespace ApiBridge.Scaling.Bench.Model;

/// <summary>What a reconcile takes of whom.</summary>
internal static class ServiceTimes
{
    /// <summary>Where the measured ones are from.</summary>
    public const string Origin = "make bench ARGS=worker and ARGS=throughput, 2 cores, 2026-11-28 and 2026-11-24";

    /// <summary>Processor time of the worker, its host and its app, for a new API, in seconds. Measured.</summary>
    public const double Processor = 0.0013;

    /// <summary>Requests to the API server that a reconcile waits for, one after the other: reads, lists and three writes. Measured.</summary>
    public const int ClusterRequests = 7;

    /// <summary>How many messages a second the bridge sends in a burst. Measured.</summary>
    public const double BridgeRate = 1_600;

    /// <summary>From an event at the API server until its message can be taken, in seconds, at p99. Measured.</summary>
    public const double BridgeLatency = 0.015;

    /// <summary>One request to an API server within a cluster. Assumed: a write waits for etcd's disks.</summary>
    public static Duration ClusterRequest { get; } = new(Median: 0.005, Spread: 0.5);

    /// <summary>One request to a Storage queue. Assumed: a region's own.</summary>
    public static Duration QueueRequest { get; } = new(Median: 0.010, Spread: 0.5);
}
