using System.Collections.Concurrent;
using System.Globalization;

namespace ApiBridge.Simulation.Tests;

/// <summary>
/// Histories in which everything goes wrong that may, each drawn from a seed: <c>SIMULATION_SEEDS</c> tells how many,
/// <c>SIMULATION_SEED</c> plays a single one, <c>SIMULATION_MUTANT</c> makes a mistake of the product's. See docs/simulation.md.
/// </summary>
public sealed class SimulationTests
{
    private const int Seeds = 500;
    private const int ShownSteps = 200;

    [Fact]
    public async Task WhateverHappensTheGatewayAndTheStatusesAgreeWithTheSpecsInTheEnd()
    {
        var failed = new ConcurrentBag<History>();
        var met = new ConcurrentBag<Happening>();
        await Parallel.ForEachAsync(SeedsToPlay(), TestContext.Current.CancellationToken, async (seed, _) =>
        {
            var history = await new Simulation(seed, MutantToPlay).RunAsync();
            foreach (var happening in history.Happenings)
            {
                met.Add(happening);
            }

            if (history.Violations.Count > 0)
            {
                failed.Add(history);
            }
        });

        Console.WriteLine($"Histories met: {string.Join(", ", Enum.GetValues<Happening>().Select(one => $"{one} {met.Count(other => other == one)}"))}.");
        Assert.True(failed.IsEmpty, failed.IsEmpty ? string.Empty : Report(failed.OrderBy(history => history.Seed).ToList()));
    }

    [Fact]
    public async Task TheSameSeedIsTheSameHistory()
    {
        var seeds = Enumerable.Range(1, 3).ToList();
        foreach (var seed in seeds)
        {
            var first = await PlayAsync(seed);
            var second = await PlayAsync(seed);
            Assert.Equal(first.Trace, second.Trace);
        }
    }

    [Theory]
    [InlineData(Mutant.NoSecondLook)]
    [InlineData(Mutant.ReleaseBeforeRemoval)]
    [InlineData(Mutant.ChangeByGeneration)]
    [InlineData(Mutant.NoResync)]
    [InlineData(Mutant.DeletionWithoutRegistration)]
    [InlineData(Mutant.DropFailedSend)]
    [InlineData(Mutant.MessagesExpire)]
    [InlineData(Mutant.GatewayWritesUncounted)]
    [InlineData(Mutant.SureAfterConflict)]
    [InlineData(Mutant.SureWithoutStamp)]
    [InlineData(Mutant.AnyStampWillDo)]
    [InlineData(Mutant.RefusedCreationSettlesNothing)]
    [InlineData(Mutant.PoisonLeavesNoDoubt)]
    [InlineData(Mutant.PoisonedDeletionAnnounced)]
    [InlineData(Mutant.YieldsToClaimant)]
    [InlineData(Mutant.NextClaimantOnly)]
    [InlineData(Mutant.UndecidedLeavesNoDoubt)]
    [InlineData(Mutant.RefusedWaits)]
    [InlineData(Mutant.RefusedWithUnansweredCall)]
    [InlineData(Mutant.HolderOfTheSpecsPath)]
    [InlineData(Mutant.UnansweredForNobody)]
    [InlineData(Mutant.RefusalAsksAgain)]
    [InlineData(Mutant.NeighbourLeftOut)]
    [InlineData(Mutant.MessageBelieved)]
    [InlineData(Mutant.SpecChangeForgetsRecord)]
    [InlineData(Mutant.NeedInMemoryOnly)]
    [InlineData(Mutant.FormerNameProves)]
    [InlineData(Mutant.EntryOfTheRecord)]
    [InlineData(Mutant.ComponentsUnseen)]
    [InlineData(Mutant.ServiceAloneReleases)]
    [InlineData(Mutant.NoAudit)]
    [InlineData(Mutant.AnyNotFoundIsLoss)]
    public async Task AMistakeIsNoticed(Mutant mutant)
    {
        var isNoticed = false;
        await Parallel.ForEachAsync(Enumerable.Range(1, Seeds), TestContext.Current.CancellationToken, async (seed, _) =>
        {
            if (!isNoticed && (await new Simulation(seed, mutant).RunAsync()).Violations.Count > 0)
            {
                isNoticed = true;
            }
        });

        Assert.True(isNoticed, $"{mutant} survives {Seeds} seeds");
    }

    private static Task<History> PlayAsync(int seed) =>
        Task.Run(() => new Simulation(seed).RunAsync(), TestContext.Current.CancellationToken);

    private static Mutant MutantToPlay =>
        Environment.GetEnvironmentVariable("SIMULATION_MUTANT") is { Length: > 0 } name ? Enum.Parse<Mutant>(name) : Mutant.None;

    private static IEnumerable<int> SeedsToPlay() =>
        Setting("SIMULATION_SEED") is { } one ? [one] : Enumerable.Range(1, Setting("SIMULATION_SEEDS") ?? Seeds);

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static string Report(List<History> failed)
    {
        var first = failed[0];

        // A seed that is played alone tells everything.
        var steps = Setting("SIMULATION_SEED") is null ? first.Trace.TakeLast(ShownSteps) : first.Trace;
        var all = failed.Select(history => string.Create(CultureInfo.InvariantCulture, $"seed {history.Seed}: {string.Join("; ", history.Violations)}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {failed.Count} seeds failed: {string.Join(' ', failed.Select(history => history.Seed))}
            One alone, with its whole trace: SIMULATION_SEED={first.Seed} make soak
            {string.Join('\n', all)}

            {string.Join('\n', steps)}
            """);
    }
}
