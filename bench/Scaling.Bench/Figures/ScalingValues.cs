using System.Globalization;
using ApiBridge.Benchmarking;
using ApiBridge.Benchmarking.Results;
using ApiBridge.Scaling.Bench.Model;

namespace ApiBridge.Scaling.Bench.Figures;

/// <summary>The values of the ScaledObject, and what they lead to against the deadlines of the Canvas.</summary>
internal sealed class ScalingValues : IFigure<Laboratory>
{
    // Of the Canvas's behaviour tests, in seconds.
    private const double UrlDeadline = 60;
    private const double ReadyDeadline = 120;
    private const double GoneDeadline = 30;

    /// <summary>A gateway that is reckoned with: 32 calls at once, 100 ms each. Assumed.</summary>
    private static readonly GatewayLimits Gateway = new(Concurrency: 32, new(Median: 0.1, Spread: 0.4));

    /// <summary>A slow one, to see what then.</summary>
    private static readonly GatewayLimits SlowGateway = new(Concurrency: 8, new(Median: 0.25, Spread: 0.4));

    public string Name => FigureNames.Scaling;

    public string Description => "the values of the ScaledObject, and bursts of 1, 100 and 10,000 APIs from zero replicas with them";

    public Task<IReadOnlyList<Reading>> MeasureAsync(Laboratory rig, CancellationToken cancellationToken)
    {
        var choice = new Choice(rig, Gateway);
        var polling = choice.PollingInterval(GoneDeadline);
        var cooldown = choice.Cooldown(polling);
        var (chosen, candidates) = choice.Replicas(polling, cooldown, ReadyDeadline);
        return Task.FromResult<IReadOnlyList<Reading>>(
        [
            new("Chosen: pollingInterval, cooldownPeriod", $"{Text(polling)} s, {Text(cooldown)} s"),
            new("Chosen: queueLength, maxReplicaCount", $"{chosen.QueueLength}, {chosen.MaxReplicas}"),
            .. Deadlines(choice, chosen),
            .. Neighbours(choice, chosen),
            .. candidates
                .Where(candidate => candidate.Options.QueueLength == chosen.QueueLength || candidate.Options.MaxReplicas == chosen.MaxReplicas)
                .Select(Row),
            .. Slow(new(rig, SlowGateway), chosen),
        ]);
    }

    private static IEnumerable<Reading> Deadlines(Choice choice, ScalingOptions chosen)
    {
        var single = choice.Single(chosen);
        var (small, large) = (choice.Burst(chosen, 100, 100), choice.Burst(chosen, 10_000, 20));
        yield return Bound("1 API deleted from zero replicas until gone", single, GoneDeadline);
        yield return Bound("100 APIs deleted from zero replicas until gone", small, GoneDeadline);
        yield return Bound("1 new API until it has its URL", single, UrlDeadline);
        yield return Bound("100 new APIs until they have their URL", small, UrlDeadline);
        yield return Bound("10,000 new APIs until ready, their Services being so", large, ReadyDeadline);
        yield return new("Cost of 1, 100 and 10,000 changes from zero to zero replicas", string.Join(", ", new[] { single, small, large }.Select(Cost)));
        var rollout = choice.Rollout(chosen);
        yield return new("Rollout of 8 APIs whose endpoints come 20–90 s later", $"{Times(rollout)}, {Cost(rollout)}, {Share(rollout.ColdAgain)} start replicas twice");
    }

    private static IEnumerable<Reading> Neighbours(Choice choice, ScalingOptions chosen)
    {
        foreach (var interval in new double[] { 1, 2, 5, 10, 15, 30 })
        {
            yield return new($"1 API deleted, pollingInterval {Text(interval)}", Times(choice.Single(chosen with { PollingInterval = interval })));
        }

        foreach (var cooldown in new double[] { 30, 60, 120, 180, 300 })
        {
            var rollout = choice.Rollout(chosen with { Cooldown = cooldown });
            yield return new($"Rollout, cooldownPeriod {Text(cooldown)}", $"{Cost(rollout)}, {Share(rollout.ColdAgain)} start replicas twice");
        }
    }

    private static IEnumerable<Reading> Slow(Choice choice, ScalingOptions chosen)
    {
        foreach (var most in new[] { 1, chosen.MaxReplicas, 20 }.Distinct())
        {
            var large = choice.Burst(chosen with { MaxReplicas = most }, 10_000, 3);
            yield return new(
                $"10,000 new APIs, a gateway of {SlowGateway.Concurrency} calls of {Text(SlowGateway.Call.Median * 1000)} ms, maxReplicaCount {most}",
                $"{Times(large)}, {Cost(large)}");
        }
    }

    private static Reading Row(Candidate candidate) => new(
        $"queueLength {candidate.Options.QueueLength}, maxReplicaCount {candidate.Options.MaxReplicas}: bursts of 100, of 10,000",
        $"{Times(candidate.Small)}, {Cost(candidate.Small)}; {Times(candidate.Large)}, {Cost(candidate.Large)}, peak {candidate.Large.Peak}");

    private static Reading Bound(string figure, Outlook outlook, double deadline) => new(
        figure, Times(outlook), $"p99 ≤ {Text(deadline)} s", outlook.Latencies.Percentile(99) <= deadline);

    private static string Times(Outlook outlook) => string.Create(
        CultureInfo.InvariantCulture, $"p50 {outlook.Latencies.Median:0.0} s, p99 {outlook.Latencies.Percentile(99):0.0} s");

    private static string Cost(Outlook outlook) => string.Create(CultureInfo.InvariantCulture, $"{outlook.PodSeconds:0} pod-s");

    private static string Share(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
