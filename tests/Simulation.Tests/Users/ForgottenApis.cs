using ApiBridge.Domain;

namespace ApiBridge.Simulation.Tests.Users;

/// <summary>
/// APIs that were force-deleted while no bridge was there to tell, or that no bridge ever saw, for they came and went between two lists:
/// with the finalizer gone nobody else knows what the gateway still holds of them. That is the one thing that is allowed to be left.
/// </summary>
internal sealed class ForgottenApis
{
    private readonly HashSet<ObjectKey> _stripped = [];
    private readonly Dictionary<ObjectKey, string> _untold = [];
    private readonly HashSet<ObjectKey> _told = [];
    private readonly HashSet<(string Host, string Name)> _forgotten = [];

    /// <summary>Whether what stands under a name on a gateway may be what was left of one.</summary>
    public bool Contain(string host, string name) => _forgotten.Contains((host, name));

    /// <summary>The same, or that of one which a message is still to tell of.</summary>
    public bool MayContain(string host, string name) =>
        Contain(host, name) || _untold.Any(api => (api.Value, api.Key.Name) == (host, name));

    /// <summary>Whether somebody took its finalizers off by force.</summary>
    public bool WereForced(ObjectKey key) => _stripped.Contains(key);

    /// <summary>An API was force-deleted.</summary>
    public void Add(ObjectKey key, string host, bool isWatched)
    {
        _stripped.Add(key);
        if (!_told.Contains(key))
        {
            _untold[key] = host;
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
        foreach (var (key, host) in _untold.Where(untold => isUnseen(untold.Key)).ToList())
        {
            _forgotten.Add((host, key.Name));
            _untold.Remove(key);
        }
    }
}
