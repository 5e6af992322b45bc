using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Observing;

/// <summary>Who is in whose way among listed APIs, by the rules by which the bridge names neighbours.</summary>
internal sealed class Neighbours
{
    private readonly Dictionary<(string Gateway, string Path), List<Claimant>> _claimants = [];
    private readonly Dictionary<ObjectKey, PathClaim> _claims = [];

    /// <summary>Takes note of what each claims.</summary>
    /// <param name="apis">All that are in scope.</param>
    /// <param name="entries">Which entry on the gateway is whose.</param>
    /// <param name="reservedPaths">The gateway's own paths.</param>
    public Neighbours(IEnumerable<ExposedApi> apis, GatewayEntries entries, IReadOnlyList<string> reservedPaths)
    {
        foreach (var api in apis.OrderBy(Seniority.Of))
        {
            var claim = PathClaim.Of(api, StatusProof.Of(api, entries), isValid: SpecProblem.Of(api, reservedPaths).Count == 0);
            _claims[api.Key] = claim;
            foreach (var path in claim.Paths)
            {
                if (!_claimants.TryGetValue((claim.Gateway, path), out var claimants))
                {
                    _claimants[(claim.Gateway, path)] = claimants = [];
                }

                claimants.Add(new(api.Key, Seniority.Of(api), claim));
            }
        }
    }

    /// <summary>The nearest elder that blocks the path that an API wants; null when there is none.</summary>
    public ObjectKey? BlockerOf(ExposedApi api) => _claims[api.Key].Wanted is { } path ? Elder(api, path, claim => claim.Blocks(path)) : null;

    /// <summary>The nearest elder that holds the path that an API keeps; null when there is none.</summary>
    public ObjectKey? HolderOver(ExposedApi api) => _claims[api.Key].Kept is { } path ? Elder(api, path, claim => claim.Holds(path)) : null;

    private ObjectKey? Elder(ExposedApi api, string path, Predicate<PathClaim> isMeant) =>
        _claimants.GetValueOrDefault((_claims[api.Key].Gateway, path))?.FindLast(other => other.Seniority < Seniority.Of(api) && isMeant(other.Claim))?.Key;

    private sealed record Claimant(ObjectKey Key, Seniority Seniority, PathClaim Claim);
}
