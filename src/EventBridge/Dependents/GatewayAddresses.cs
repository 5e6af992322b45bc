using ApiBridge.EventBridge.Watching;

namespace ApiBridge.EventBridge.Dependents;

/// <summary>The address of the gateway's Ingress in each namespace.</summary>
internal sealed class GatewayAddresses : IWatchSink<IngressSnapshot>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _addresses = new(StringComparer.Ordinal);

    /// <summary>Who is told of changes; set once, before anything is watched.</summary>
    public IDependencyObserver? Observer { get; set; }

    /// <summary>The address in a namespace; null when there is no Ingress, or it has no address yet.</summary>
    public string? Of(string @namespace)
    {
        lock (_lock)
        {
            return _addresses.GetValueOrDefault(@namespace);
        }
    }

    // One that can't be read has no address that anybody could know of.
    public void Replaced(IReadOnlyCollection<IngressSnapshot> items, string? @namespace, IReadOnlySet<(string Namespace, string Name)>? unreadable = null)
    {
        List<string> missing;
        lock (_lock)
        {
            missing = [.. _addresses.Keys.Where(known =>
                (@namespace is null || known == @namespace) && !items.Any(item => item.Namespace == known))];
        }

        foreach (var gone in missing)
        {
            Set(gone, string.Empty);
        }

        foreach (var item in items)
        {
            Modified(item);
        }
    }

    public void Added(IngressSnapshot item) => Modified(item);

    public void Modified(IngressSnapshot item) => Set(item.Namespace, item.Address);

    public void Deleted(IngressSnapshot item) => Set(item.Namespace, string.Empty);

    /// <summary>Forgets them, and tells nobody.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _addresses.Clear();
        }
    }

    private void Set(string @namespace, string address)
    {
        lock (_lock)
        {
            if (_addresses.GetValueOrDefault(@namespace, string.Empty) == address)
            {
                return;
            }

            if (address.Length == 0)
            {
                _addresses.Remove(@namespace);
            }
            else
            {
                _addresses[@namespace] = address;
            }
        }

        Observer?.GatewayChanged(@namespace);
    }
}
