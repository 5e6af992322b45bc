using ApiBridge.Domain;
using ApiBridge.Reconciliation.Entries;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Shared.Gateway;
using ApiBridge.Shared.Scope;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation;

/// <summary>
/// The elders that a message, or an object's status, names: anybody could have written those. Each is read, by its name, unless its namespace
/// is out of scope, and believed only for what it is now: it is in scope, on the same gateway, older, and blocks or holds the path.
/// </summary>
internal sealed class Elders(IExposedApiStore store, GatewayEntries entries, ObjectScope scope, IOptions<GatewayOptions> gateway)
{
    /// <summary>Whether an object may have the path that it wants. Who holds it gives it up only to an elder that holds it as well.</summary>
    /// <exception cref="UnreadableElderException">An elder may not be read, so that it is not known.</exception>
    public async Task<Precedence> JudgeAsync(RegistrationPass pass, CancellationToken cancellationToken)
    {
        if (pass.Claim.Wanted is not { } path)
        {
            return Precedence.Own;
        }

        var (apiEvent, yieldsTo) = (pass.Event, pass.Api.Status.YieldsTo);
        if (pass.HoldsWanted)
        {
            return await FindHolderAsync(pass.Api, apiEvent.Holder ?? yieldsTo, path, cancellationToken) is { } holder
                ? Precedence.Of(holder)
                : Precedence.Own;
        }

        // The holder that is named for an object that moves is about the path that it leaves.
        var holderNamed = pass.MovesFrom is null ? apiEvent.Holder : null;
        var isNamed = (apiEvent.Blocker ?? holderNamed) is not null;
        foreach (var elder in (isNamed ? [apiEvent.Blocker, holderNamed] : new[] { yieldsTo }).Distinct())
        {
            if (await FindAsync(pass.Api, elder, claim => claim.Blocks(path), cancellationToken) is { } found)
            {
                return Precedence.Of(found);
            }
        }

        return isNamed ? Precedence.Undecided : Precedence.Own;
    }

    /// <summary>An elder that holds a path.</summary>
    /// <param name="api">The object that it is an elder of.</param>
    /// <param name="named">Who is said to be that elder; null when nobody is.</param>
    /// <param name="path">The path in its normal form.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The elder; null when it is none, or does not hold the path.</returns>
    /// <exception cref="UnreadableElderException">It may not be read, so that it is not known.</exception>
    public Task<ExposedApi?> FindHolderAsync(ExposedApi api, ObjectKey? named, string path, CancellationToken cancellationToken) =>
        FindAsync(api, named, claim => claim.Holds(path), cancellationToken);

    private async Task<ExposedApi?> FindAsync(
        ExposedApi api, ObjectKey? named, Predicate<PathClaim> isInTheWay, CancellationToken cancellationToken) =>
        named is { } key && IsElsewhere(api, key) && scope.Includes(key.Namespace) && await ReadAsync(key, cancellationToken) is { } elder
        && elder.Key.Uid == key.Uid
        && scope.PlaceOf(elder) is not ScopePlace.Outside
        && Seniority.Of(elder) < Seniority.Of(api)
        && ClaimOf(elder) is var claim
        && claim.Gateway == entries.Of(api.Key).Gateway
        && isInTheWay(claim)
            ? elder
            : null;

    private static bool IsElsewhere(ExposedApi api, ObjectKey key) => (key.Namespace, key.Name) != (api.Key.Namespace, api.Key.Name);

    // One that leaves the scope claims only what its record holds.
    private PathClaim ClaimOf(ExposedApi api) => PathClaim.Of(
        api,
        StatusProof.Of(api, entries),
        isValid: scope.PlaceOf(api) is ScopePlace.Inside && SpecProblem.Of(api, gateway.Value.ReservedPathList).Count == 0);

    private async Task<ExposedApi?> ReadAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await store.FindAsync(key, cancellationToken);
        }
        catch (ClusterUnavailableException exception) when (exception.IsForbidden)
        {
            throw new UnreadableElderException(key, exception);
        }
        catch (UnreadableObjectException exception)
        {
            // It claims what its record holds, if that can be read: without its spec it asks for no path.
            return exception.Found.Rest is { IsEmpty: false } rest
                ? ObjectAnswer.Parse(ObjectAnswer.Read(rest))
                : throw new UnreadableElderException(key, exception);
        }
    }
}
