namespace ApiBridge.Dashboard.Apis;

/// <summary>By what APIs are sorted.</summary>
/// <param name="Column">The property of a row; another is the order of the names.</param>
/// <param name="IsDescending">Whether the last comes first.</param>
public sealed record ApiOrder(string Column, bool IsDescending)
{
    /// <summary>Sorts them.</summary>
    /// <param name="rows">In the order of their names, which decides between equal ones.</param>
    public IReadOnlyList<ApiRow> Sort(IReadOnlyList<ApiRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Column switch
        {
            nameof(ApiRow.Key) => IsDescending ? [.. rows.Reverse()] : rows,
            nameof(ApiRow.State) => By(rows, row => row.State, Comparer<ApiState>.Default),
            nameof(ApiRow.Path) => By(rows, row => row.Path, StringComparer.Ordinal),
            nameof(ApiRow.Gateway) => By(rows, row => row.Gateway, StringComparer.Ordinal),
            nameof(ApiRow.Url) => By(rows, row => row.Url, StringComparer.Ordinal),
            nameof(ApiRow.Component) => By(rows, row => row.Component, StringComparer.Ordinal),
            _ => rows,
        };
    }

    private ApiRow[] By<T>(IReadOnlyList<ApiRow> rows, Func<ApiRow, T> key, IComparer<T> comparer) =>
        IsDescending ? [.. rows.OrderByDescending(key, comparer)] : [.. rows.OrderBy(key, comparer)];
}
