namespace ApiBridge.Dashboard.Apis;

/// <summary>Which APIs are shown. What is empty leaves none out.</summary>
/// <param name="Text">Part of a name, path, gateway, URL or Component, in whatever case; of several words each has to be there.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Component">The Component.</param>
/// <param name="Condition">A condition that is not True, or <c>Type=Status</c>.</param>
/// <param name="Reason">The reason of a condition.</param>
/// <param name="State">How it stands.</param>
public sealed record ApiFilter(string Text = "", string Namespace = "", string Component = "", string Condition = "", string Reason = "", ApiState? State = null)
{
    /// <summary>Those that are meant, but for their state, which the counts are of.</summary>
    /// <param name="rows">All.</param>
    public IReadOnlyList<ApiRow> OfAnyState(IReadOnlyList<ApiRow> rows)
    {
        var words = Text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var (type, status) = Condition.Split('=') is [var one, var two] ? (one, two) : (Condition, string.Empty);
        return [.. rows.Where(row =>
            (Namespace.Length == 0 || row.Namespace == Namespace)
            && (Component.Length == 0 || row.Component == Component)
            && (type.Length == 0 || row.Conditions.Any(condition => condition.Type == type && $"{condition.Status}" == status))
            && (Reason.Length == 0 || row.Conditions.Any(condition => condition.Reason == Reason))
            && Array.TrueForAll(words, word => Has(row, word)))];
    }

    /// <summary>Those that are meant.</summary>
    /// <param name="rows">Those of any state.</param>
    public IReadOnlyList<ApiRow> OfState(IReadOnlyList<ApiRow> rows) => State is { } state ? [.. rows.Where(row => row.State == state)] : rows;

    private static bool Has(ApiRow row, string word) =>
        row.Name.Contains(word, StringComparison.OrdinalIgnoreCase)
        || row.Namespace.Contains(word, StringComparison.OrdinalIgnoreCase)
        || row.Key.Contains(word, StringComparison.OrdinalIgnoreCase)
        || row.Path.Contains(word, StringComparison.OrdinalIgnoreCase)
        || row.Gateway.Contains(word, StringComparison.OrdinalIgnoreCase)
        || row.Url.Contains(word, StringComparison.OrdinalIgnoreCase)
        || row.Component.Contains(word, StringComparison.OrdinalIgnoreCase);
}
