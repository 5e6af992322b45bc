using ApiBridge.Benchmarking.Results;
using ApiBridge.Scaling.Bench.Model;

namespace ApiBridge.Scaling.Bench.Figures;

/// <summary>What many histories of one kind have in common.</summary>
/// <param name="Latencies">Seconds from each change until it was taken care of.</param>
/// <param name="PodSeconds">What a history costs on average.</param>
/// <param name="Peak">The most replicas in any.</param>
/// <param name="ColdAgain">The share of histories in which the replicas went and had to come again.</param>
internal sealed record Outlook(Distribution Latencies, double PodSeconds, int Peak, double ColdAgain)
{
    /// <summary>Plays the histories to their end, when the replicas are gone.</summary>
    public static Outlook Of(IEnumerable<World> worlds)
    {
        List<double> latencies = [], costs = [];
        var (peak, again) = (0, 0);
        foreach (var world in worlds.Select(world => world.RunUntilGone()))
        {
            latencies.AddRange(world.Latencies);
            costs.Add(world.Deployment.PodSeconds);
            peak = Math.Max(peak, world.Deployment.Peak);
            again += world.Deployment.Activations > 1 ? 1 : 0;
        }

        return new(new(latencies), costs.Average(), peak, (double)again / costs.Count);
    }
}
