using ApiBridge.Domain;
using ApiBridge.Shared.Scope;

namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>
/// What the bridge tells from the objects alone: who is in whose way, and who lacks something. By the rules of the model, and no code of the
/// bridge's.
/// </summary>
internal sealed class Neighbourhood(World world)
{
    private readonly NamespaceScope _scope = new(world.Scope);

    private IEnumerable<ExposedApi> InScope => world.Cluster.All.Where(api => _scope.Includes(api.Key.Namespace));

    /// <summary>The same message, with the gateway of its object and the neighbours that are in its object's way.</summary>
    public ApiEvent NamedIn(ApiEvent apiEvent)
    {
        var named = apiEvent with { Gateway = world.Entries.Of(apiEvent.Key).Gateway };
        return world.Cluster.Find(apiEvent.Key.Namespace, apiEvent.Key.Name) is { IsBeingDeleted: false } api
            ? named with { Blocker = BlockerOf(api)?.Key, Holder = HolderOf(api)?.Key }
            : named;
    }

    /// <summary>Those for whom the bridge sends a message at a list, readiness and Components apart.</summary>
    public IEnumerable<ExposedApi> Lacking() => InScope.Where(Lacks);

    private PathClaim ClaimOf(ExposedApi api) => PathClaim.Of(api, ProofOf(api), IsValid(api));

    private StatusProof ProofOf(ExposedApi api) => StatusProof.Of(api, world.Entries);

    private bool IsValid(ExposedApi api) => SpecProblem.Of(api, world.Gateway.ReservedPathList).Count == 0;

    private ExposedApi? BlockerOf(ExposedApi api) =>
        ClaimOf(api).Wanted is { } wanted ? NearestElder(api, claim => claim.Blocks(wanted)) : null;

    private ExposedApi? HolderOf(ExposedApi api) =>
        ClaimOf(api).Kept is { } kept ? NearestElder(api, claim => claim.Holds(kept)) : null;

    private ExposedApi? NearestElder(ExposedApi api, Predicate<PathClaim> isInTheWay) => InScope
        .Where(other => Seniority.Of(other) < Seniority.Of(api) && ClaimOf(other).Gateway == ClaimOf(api).Gateway && isInTheWay(ClaimOf(other)))
        .MaxBy(Seniority.Of);

    private bool Lacks(ExposedApi api)
    {
        if (api.IsBeingDeleted)
        {
            return api.IsHeld;
        }

        var (status, claim, proof) = (api.Status, ClaimOf(api), ProofOf(api));
        if (!api.HasFinalizer || !status.IsOwn || status.ObservedSpecHash != api.SpecHash || proof.IsInDoubt)
        {
            return true;
        }

        var reason = status.Condition(ConditionTypes.Registered)?.Reason;
        if (claim.Held is not null && HolderOf(api) is not null)
        {
            return true;
        }

        return !IsValid(api) ? reason != ConditionReasons.SpecInvalid
            : claim.Held == claim.Asked && status.Condition(ConditionTypes.Registered)?.Status is ConditionStatus.True ? false
            : claim.Held != claim.Asked && claim.IsRefused ? false
            : claim.Held == claim.Asked || BlockerOf(api) is null ? reason != ConditionReasons.GatewayRefused
            : reason != ConditionReasons.PathConflict || status.Registration is not null;
    }
}
