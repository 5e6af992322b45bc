namespace ApiBridge.Simulation.Tests.Time;

/// <summary>What is drawn from a simulation's one source of chance.</summary>
internal static class RandomDraws
{
    /// <summary>Whether something of a probability from 0 to 1 happens.</summary>
    public static bool Chance(this Random random, double probability) => random.NextDouble() < probability;

    public static TimeSpan Between(this Random random, TimeSpan shortest, TimeSpan longest) =>
        shortest + ((longest - shortest) * random.NextDouble());

    public static TimeSpan Seconds(this Random random, double shortest, double longest) =>
        random.Between(TimeSpan.FromSeconds(shortest), TimeSpan.FromSeconds(longest));

    public static T Of<T>(this Random random, IReadOnlyList<T> list) => list[random.Next(list.Count)];
}
