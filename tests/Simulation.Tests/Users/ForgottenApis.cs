using ApiBridge.Domain;

namespace ApiBridge.Simulation.Tests.Users;

/// <summary>
/// What may be left on a gateway because nobody can know of it: the entries of APIs that were force-deleted while no bridge was there to
/// tell, or that no bridge ever saw, for they came and went between two lists; and former entries, once nothing has them on record any more.
/// </summary>
internal sealed class ForgottenApis
{
    private readonly HashSet<ObjectKey> _stripped = [];
    private readonly Dictionary<ObjectKey, IReadOnlyList<GatewayEntry>> _untold = [];
    private readonly HashSet<ObjectKey> _told = [];
    private readonly HashSet<GatewayEntry> _forgotten = [];

    /// <summary>Whether what an entry holds may be what was left of one.</summary>
    public bool Contain(GatewayEntry entry) => _forgotten.Contains(entry);

    /// <summary>The same, or that of one which a message is still to tell of.</summary>
    public bool MayContain(GatewayEntry entry) => Contain(entry) || _untold.Values.Any(entries => entries.Contains(entry));

    /// <summary>Whether somebody took its finalizers off by force.</summary>
    public bool WereForced(ObjectKey key) => _stripped.Contains(key);

    /// <summary>An API was force-deleted.</summary>
    public void Add(ObjectKey key, IReadOnlyList<GatewayEntry> entries, bool isWatched)
    {
        _stripped.Add(key);
        if (!_told.Contains(key))
        {
            _untold[key] = entries;
        }

        if (!isWatched)
        {
            Forget();
        }
    }

    /// <summary>The queue holds a message with the API's last registration.</summary>
    public void Told(ObjectKey key)
    {
        _told.Add(key);
        _untold.Remove(key);
    }

    /// <summary>A bridge died, and its memory with it.</summary>
    public void Forget() => Forget(_ => true);

    /// <summary>A bridge listed all that is there. Whatever it was not told of before then, it never will be.</summary>
    public void Forget(Func<ObjectKey, bool> isUnseen)
    {
        foreach (var (key, entries) in _untold.Where(untold => isUnseen(untold.Key)).ToList())
        {
            _forgotten.UnionWith(entries);
            _untold.Remove(key);
        }
    }

    /// <summary>No record tells of these entries any more.</summary>
    public void Forget(IEnumerable<GatewayEntry> entries) => _forgotten.UnionWith(entries);

    /// <summary>All is at rest: what is not there is not left.</summary>
    public void Settle(IEnumerable<GatewayEntry> held) => _forgotten.IntersectWith(held);
}
