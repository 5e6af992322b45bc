namespace ApiBridge.Scaling.Bench.Model;

/// <summary>What passes between the wish for a pod and its first look at the queue.</summary>
internal static class ColdStart
{
    // The goal that Kubernetes sets itself: p99 of 5 s from creation to running, pulls of images left out.
    // https://github.com/kubernetes/community/blob/master/sig-scalability/slos/pod_startup_latency.md
    private static readonly Duration Pod = new(Median: 2, Spread: 0.39);

    // The Functions host and its .NET worker, up to the first request for messages. Assumed: p99 of 10.7 s.
    private static readonly Duration Host = new(Median: 6, Spread: 0.25);

    // Some 300 MB out of a registry of the same region, p99 of 20 s, for one pod in twenty: the others' nodes had it before. Assumed.
    private static readonly Duration Pull = new(Median: 10, Spread: 0.3);
    private const double PullShare = 0.05;

    public static double Next(Random random) =>
        Pod.Next(random) + Host.Next(random) + (random.NextDouble() < PullShare ? Pull.Next(random) : 0);
}
