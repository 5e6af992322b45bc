namespace ApiBridge.Benchmarking;

/// <summary>
/// The figures of all benchmark programs. <c>make bench</c> runs every program with the same arguments; each takes its own figures, and all
/// refuse what is none's.
/// </summary>
internal static class FigureNames
{
    public const string Throughput = "throughput";
    public const string Memory = "memory";
    public const string Restart = "restart";
    public const string Latency = "latency";
    public const string Worker = "worker";
    public const string Batches = "batches";
    public const string Scaling = "scaling";
    public const string Cluster = "cluster";
    public const string Reachable = "reachable";
    public const string Dashboard = "dashboard";

    public static IReadOnlyList<string> All { get; } = [Throughput, Memory, Restart, Latency, Worker, Batches, Scaling, Cluster, Reachable, Dashboard];
}
