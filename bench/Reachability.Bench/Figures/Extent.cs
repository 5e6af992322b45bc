namespace ApiBridge.Reachability.Bench.Figures;

/// <summary>How much is done.</summary>
/// <param name="WarmUp">APIs that are registered and removed before anything counts, in which the worker compiles its code.</param>
/// <param name="Sizes">How many APIs there are beside those whose URLs are waited for.</param>
/// <param name="BackToBack">APIs one after another without pause, at each size.</param>
/// <param name="AfterIdleness">APIs after a time in which nothing happened, at each size.</param>
internal sealed record Extent(int WarmUp, IReadOnlyList<int> Sizes, int BackToBack, int AfterIdleness)
{
    public const int None = 0;
    public const int Middle = 1_000;
    public const int Large = 5_000;

    /// <summary>All of it.</summary>
    public static readonly Extent Full = new(1_000, [None, Middle, Large], BackToBack: 200, AfterIdleness: 30);

    /// <summary>What is enough for a try.</summary>
    public static readonly Extent Quick = new(100, [None, 200], BackToBack: 20, AfterIdleness: 2);
}
