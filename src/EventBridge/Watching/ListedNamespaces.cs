namespace ApiBridge.EventBridge.Watching;

/// <summary>The namespaces that were listed to their end: what is there is known, and so is that nothing else is. Not safe for use by several threads at once.</summary>
internal sealed class ListedNamespaces
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private bool _areAll;

    /// <summary>A namespace was listed; null: the whole cluster.</summary>
    public void Add(string? @namespace)
    {
        _areAll |= @namespace is null;
        if (@namespace is not null)
        {
            _names.Add(@namespace);
        }
    }

    /// <summary>None was.</summary>
    public void Clear()
    {
        _areAll = false;
        _names.Clear();
    }

    /// <summary>Whether a namespace was listed, by itself or with the whole cluster.</summary>
    public bool Contain(string @namespace) => _areAll || _names.Contains(@namespace);
}
