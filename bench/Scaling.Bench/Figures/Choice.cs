using ApiBridge.Scaling.Bench.Model;

namespace ApiBridge.Scaling.Bench.Figures;

/// <summary>Chooses the values of the ScaledObject out of a grid, by rules that are said.</summary>
/// <param name="laboratory">Where histories are played.</param>
/// <param name="gateway">The gateway that is reckoned with.</param>
internal sealed class Choice(Laboratory laboratory, GatewayLimits gateway)
{
    private const int Rollouts = 200;
    private const int ApisOfARollout = 8;

    // How long after its API a Service gets its first endpoint. Assumed: an image that is pulled, a program that starts.
    private const double SoonestReady = 20;
    private const double LatestReady = 90;
    private const double MostColdAgain = 0.01;

    // A node that is just full, or a registry that is slow, takes as much again.
    private const double Margin = 0.9;
    private const double LargeShare = 0.5;
    private const double SameCost = 1.01;
    private static readonly double[] PollingIntervals = [1, 2, 5, 10, 15, 30];
    private static readonly double[] Cooldowns = [30, 60, 120, 180, 300];
    private static readonly int[] QueueLengths = [5, 10, 25, 50, 100, 200];

    // A replica may be lost with its node, so there is always room for a second.
    private static readonly int[] Maxima = [2, 3, 5, 10, 20];

    /// <summary>
    /// The longest pollingInterval with which one delete from zero replicas is gone in nine tenths of its deadline at p99: each look is a
    /// request that is paid for, day and night.
    /// </summary>
    public double PollingInterval(double deadline) => PollingIntervals.Last(
        interval => Single(new(QueueLengths[0], interval, Maxima[0], Cooldowns[0])).Latencies.Percentile(99) <= Margin * deadline);

    /// <summary>
    /// The shortest cooldownPeriod with which at most one rollout in a hundred starts replicas twice: its APIs come first and their Services'
    /// endpoints later.
    /// </summary>
    public double Cooldown(double pollingInterval) => Cooldowns.First(
        cooldown => Rollout(new(QueueLengths[0], pollingInterval, Maxima[0], cooldown)).ColdAgain <= MostColdAgain);

    /// <summary>
    /// The queueLength and the maxReplicaCount that cost the least, a hundred bursts of 100 and one of 10,000 together, among those with
    /// which the largest burst is ready in half its deadline at p99: the other half is left for a gateway that is half as fast. Where several
    /// cost the same within a hundredth, the fewest replicas, and of those the ones that come soonest.
    /// </summary>
    public (ScalingOptions Chosen, IReadOnlyList<Candidate> All) Replicas(double pollingInterval, double cooldown, double deadline)
    {
        List<Candidate> all =
        [
            .. from queueLength in QueueLengths
               from most in Maxima
               let options = new ScalingOptions(queueLength, pollingInterval, most, cooldown)
               select new Candidate(options, Burst(options, 100, 20), Burst(options, 10_000, 5)),
        ];
        var held = all.Where(candidate => candidate.Large.Latencies.Percentile(99) <= LargeShare * deadline).ToList();
        var cheapest = held.Min(candidate => candidate.Cost);
        var chosen = held.Where(candidate => candidate.Cost <= cheapest * SameCost)
            .OrderBy(candidate => candidate.Options.MaxReplicas).ThenBy(candidate => candidate.Options.QueueLength).First();
        return (chosen.Options, all);
    }

    public Outlook Single(ScalingOptions options) => Burst(options, 1, 1_000);

    public Outlook Burst(ScalingOptions options, int objects, int histories) => Outlook.Of(Begun(options, histories, (world, at) => world.Change(at, objects)));

    public Outlook Rollout(ScalingOptions options) => Outlook.Of(Begun(options, Rollouts, (world, at) =>
    {
        world.Change(at, ApisOfARollout);
        for (var api = 0; api < ApisOfARollout; api++)
        {
            world.Change(at + SoonestReady + ((LatestReady - SoonestReady) * world.Random.NextDouble()), 1);
        }
    }));

    private IEnumerable<World> Begun(ScalingOptions options, int histories, Action<World, double> begin) =>
        laboratory.Worlds(options, gateway, histories).Select(world =>
        {
            begin(world, 0);
            return world;
        });
}
