using ApiBridge.Domain;

namespace ApiBridge.LocalStack.Gateway;

/// <summary>
/// Which registration answers a path: the one with the longest path that equals it or lies above it, segment by segment. To add a route
/// costs the same however many there are, and to look one up as much as the path has segments.
/// </summary>
internal sealed class RouteTable
{
    // Of several with one path the last registered is the one that answers; another takes over when it goes.
    private readonly Dictionary<string, List<RegistrationRequest>> _byPath = new(StringComparer.Ordinal);

    public void Add(RegistrationRequest registration)
    {
        var path = ApiPath.Normalise(registration.Path);
        if (_byPath.TryGetValue(path, out var same))
        {
            same.Add(registration);
        }
        else
        {
            _byPath[path] = [registration];
        }
    }

    public void Remove(RegistrationRequest registration)
    {
        var path = ApiPath.Normalise(registration.Path);
        var same = _byPath[path];
        same.Remove(registration);
        if (same.Count == 0)
        {
            _byPath.Remove(path);
        }
    }

    public void Clear() => _byPath.Clear();

    /// <summary>The registration that answers.</summary>
    /// <param name="path">A path in its normal form, see <see cref="ApiPath"/>.</param>
    /// <returns>Null when none does.</returns>
    public RegistrationRequest? Find(string path)
    {
        var byPath = _byPath.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var rest = path.AsSpan(); rest.Length > 0; rest = rest[..Math.Max(0, rest.LastIndexOf('/'))])
        {
            if (byPath.TryGetValue(rest, out var found))
            {
                return found[^1];
            }
        }

        return path.StartsWith('/') && _byPath.TryGetValue("/", out var root) ? root[^1] : null;
    }
}
