namespace ApiBridge.EventBridge.Dependents;

/// <summary>
/// Gives equal texts that are read close together, as those of a list are, one instance to remember. It forgets, so that it stays
/// small: two instances of one text do no harm.
/// </summary>
internal static class StringPool
{
    private static readonly string?[] Recent = new string?[1024];

    public static string Share(string text)
    {
        ref var slot = ref Recent[(uint)text.GetHashCode(StringComparison.Ordinal) % Recent.Length];
        var known = slot;
        return known == text ? known : slot = text;
    }
}
