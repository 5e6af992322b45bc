using ApiBridge.Domain;
using ApiBridge.EventBridge.Tracking;

namespace ApiBridge.EventBridge.Claims;

/// <summary>The ExposedAPIs by the paths that they claim on each gateway, the eldest first.</summary>
internal sealed class ClaimIndex
{
    // A path has one claimant as a rule, and that one stands here as it is: an array only where there are more.
    private readonly Dictionary<(string Gateway, string Path), object> _claimants = [];

    /// <summary>An ExposedAPI claims what it did not, or no longer what it did. Its age never changes.</summary>
    public void Move(TrackedApi api, PathClaim before, PathClaim now)
    {
        if ((before.Gateway, before.Asked, before.Held) == (now.Gateway, now.Asked, now.Held))
        {
            return;
        }

        foreach (var path in before.Paths)
        {
            Put((before.Gateway, path), [.. ClaimantsOf(before.Gateway, path).Where(other => other != api)]);
        }

        foreach (var path in now.Paths)
        {
            var claimants = ClaimantsOf(now.Gateway, path);
            var place = PlaceOf(api, claimants);
            Put((now.Gateway, path), [.. claimants[..place], api, .. claimants[place..]]);
        }
    }

    /// <summary>The nearest elder that keeps an ExposedAPI from the path that it wants; null when there is none.</summary>
    public TrackedApi? BlockerOf(TrackedApi api) => api.Claim.Wanted is { } path ? Elder(api, path, other => other.Claim.Blocks(path)) : null;

    /// <summary>The nearest elder that holds the path that an ExposedAPI keeps; null when there is none.</summary>
    public TrackedApi? HolderOver(TrackedApi api) => api.Claim.Kept is { } path ? Elder(api, path, other => other.Claim.Holds(path)) : null;

    /// <summary>
    /// Whom a change of an ExposedAPI concerns: for each path that it claims, the next younger that blocks it, and the next younger that holds
    /// it. Nobody else, however many claim the path: whoever comes after them has one of them in the way.
    /// </summary>
    public IEnumerable<TrackedApi> ConcernedBy(TrackedApi api)
    {
        foreach (var path in api.Claim.Paths)
        {
            if (Younger(api, path, other => other.Claim.Blocks(path)) is { } blocks)
            {
                yield return blocks;
            }

            if (Younger(api, path, other => other.Claim.Holds(path)) is { } holds)
            {
                yield return holds;
            }
        }
    }

    /// <summary>Gives back the room that growing took in advance.</summary>
    public void Trim() => _claimants.TrimExcess();

    private TrackedApi? Elder(TrackedApi api, string path, Predicate<TrackedApi> isMeant)
    {
        var claimants = ClaimantsOf(api.Claim.Gateway, path);
        for (var place = PlaceOf(api, claimants) - 1; place >= 0; place--)
        {
            if (isMeant(claimants[place]))
            {
                return claimants[place];
            }
        }

        return null;
    }

    private TrackedApi? Younger(TrackedApi api, string path, Predicate<TrackedApi> isMeant)
    {
        var claimants = ClaimantsOf(api.Claim.Gateway, path);
        for (var place = PlaceOf(api, claimants); place < claimants.Length; place++)
        {
            if (claimants[place] != api && isMeant(claimants[place]))
            {
                return claimants[place];
            }
        }

        return null;
    }

    // How many are older.
    private static int PlaceOf(TrackedApi api, TrackedApi[] claimants)
    {
        var (low, high) = (0, claimants.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = claimants[middle].Seniority < api.Seniority ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private TrackedApi[] ClaimantsOf(string gateway, string path) => _claimants.GetValueOrDefault((gateway, path)) switch
    {
        TrackedApi[] several => several,
        TrackedApi one => [one],
        _ => [],
    };

    private void Put((string Gateway, string Path) claim, TrackedApi[] claimants)
    {
        if (claimants.Length > 0)
        {
            _claimants[claim] = claimants is [var one] ? one : claimants;
        }
        else
        {
            _claimants.Remove(claim);
        }
    }
}
