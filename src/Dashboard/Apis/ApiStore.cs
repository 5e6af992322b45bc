namespace ApiBridge.Dashboard.Apis;

/// <summary>All APIs that were seen, for every page and browser of the process.</summary>
public sealed class ApiStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Namespace, string Name), ApiRow> _rows = [];
    private ApiRow[]? _all;

    /// <summary>Raised when something changed, on any thread, once for many changes at a time.</summary>
    public event EventHandler? Changed;

    /// <summary>Grows with each change.</summary>
    public long Version { get; private set; }

    /// <summary>All, in the order of their names.</summary>
    public IReadOnlyList<ApiRow> All
    {
        get
        {
            lock (_lock)
            {
                return _all ??= [.. _rows.Values.OrderBy(row => row.Namespace, StringComparer.Ordinal).ThenBy(row => row.Name, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>One.</summary>
    /// <param name="ns">Its namespace.</param>
    /// <param name="name">Its name.</param>
    /// <returns>Null where there is none.</returns>
    public ApiRow? Find(string ns, string name)
    {
        lock (_lock)
        {
            return _rows.GetValueOrDefault((ns, name));
        }
    }

    internal void Put(IReadOnlyCollection<ApiRow> rows) => Change(() =>
    {
        foreach (var row in rows)
        {
            _rows[(row.Namespace, row.Name)] = row;
        }
    });

    internal void Remove(IEnumerable<(string Namespace, string Name)> names) => Change(() =>
    {
        foreach (var name in names)
        {
            _rows.Remove(name);
        }
    });

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            _all = null;
            Version++;
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }
}
