namespace ApiBridge.Cluster.Bench.Figures;

/// <summary>How many APIs there are at once, and how often they live through all operations.</summary>
/// <param name="Apis">How many APIs.</param>
/// <param name="Turns">How many turns each party has.</param>
/// <param name="Rounds">How many rounds a turn has.</param>
internal sealed record Size(int Apis, int Turns, int Rounds)
{
    public const int Small = 200;
    public const int Middle = 1_000;
    public const int Large = 5_000;

    /// <summary>How many operations of each kind that makes for each party.</summary>
    public int Operations => Turns * Rounds * Apis;

    /// <summary>At least 2,000 operations of each kind at every size.</summary>
    public static readonly IReadOnlyList<Size> All = [new(Small, 2, 5), new(Middle, 2, 1), new(Large, 1, 1)];

    /// <summary>What is enough for a try.</summary>
    public static readonly IReadOnlyList<Size> Quick = [new(Small, 1, 2)];
}
