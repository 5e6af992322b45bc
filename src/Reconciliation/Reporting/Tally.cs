namespace ApiBridge.Reconciliation.Reporting;

internal static class Tally
{
    /// <summary>How many items go by each name, in the names' order.</summary>
    public static IReadOnlyDictionary<string, int> Of<T>(IEnumerable<T> items, Func<T, string> name) => new SortedDictionary<string, int>(
        items.CountBy(name, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
}
