namespace ApiBridge.Cluster.Bench.Rigging;

/// <summary>Processor time of all who take part.</summary>
/// <param name="Processes">Who.</param>
/// <param name="Times">What each has used.</param>
internal sealed record Usage(IReadOnlyList<string> Processes, IReadOnlyList<TimeSpan> Times)
{
    public const string ApiServer = "API server";
    public const string Etcd = "etcd";
    public const string Queue = "queue";

    /// <summary>What some of them have used together.</summary>
    public TimeSpan Of(params IEnumerable<string> processes) =>
        Processes.Zip(Times).Where(used => processes.Contains(used.First)).Aggregate(TimeSpan.Zero, (sum, used) => sum + used.Second);

    public static Usage operator +(Usage one, Usage other) => one with { Times = [.. one.Times.Zip(other.Times, (left, right) => left + right)] };

    public static Usage operator -(Usage after, Usage before) => after with { Times = [.. after.Times.Zip(before.Times, (left, right) => left - right)] };
}
