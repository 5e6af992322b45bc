using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;

namespace ApiBridge.Simulation.Tests.Workers;

/// <summary>A store that makes the product behave as if it had the mistake of a mutant.</summary>
internal sealed class MutatedStore(IExposedApiStore store, Mutant mutant) : IExposedApiStore
{
    private GatewayClaims? _atHand;

    public async Task<ExposedApi?> FindAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var found = await store.FindAsync(key, cancellationToken);
        if (mutant is Mutant.ReleaseBeforeRemoval && found is { IsBeingDeleted: true, HasFinalizer: true })
        {
            await store.ReleaseAsync(found, [], [], cancellationToken);
        }

        return found;
    }

    public Task<IReadOnlyList<ExposedApi>> ListAsync(string? ns, CancellationToken cancellationToken) => store.ListAsync(ns, cancellationToken);

    public async Task<GatewayClaims> ListClaimsAsync(string ns, CancellationToken cancellationToken) =>
        _atHand = await store.ListClaimsAsync(ns, cancellationToken);

    public async Task<GatewayClaims> ListClaimsForNewAsync(ExposedApi api, string versionRead, CancellationToken cancellationToken)
    {
        if (mutant is Mutant.StaleListAtHand && _atHand?.Of(api.Key.Name, api.Spec.Path) is [var only]
            && only.Key == api.Key && only.Spec.Path == api.Spec.Path)
        {
            return GatewayClaims.None;
        }

        var claims = await store.ListClaimsForNewAsync(api, versionRead, cancellationToken);
        _atHand = ReferenceEquals(claims, GatewayClaims.None) ? _atHand : claims;
        return claims;
    }

    public Task<ExposedApi> AdoptAsync(ExposedApi api, IReadOnlyList<string> finalizers, CancellationToken cancellationToken) =>
        store.AdoptAsync(api, finalizers, cancellationToken);

    public async Task<ExposedApi> PatchStatusAsync(ExposedApi api, JsonObject statusPatch, CancellationToken cancellationToken)
    {
        try
        {
            return await store.PatchStatusAsync(api, statusPatch, cancellationToken);
        }
        catch (ConflictException) when (mutant is Mutant.NoSecondLook)
        {
            return api;
        }
    }

    public async Task ReleaseAsync(
        ExposedApi api, IReadOnlyList<string> finalizers, JsonObject statusPatch, CancellationToken cancellationToken)
    {
        if (mutant is not Mutant.ReleaseBeforeRemoval)
        {
            await store.ReleaseAsync(api, finalizers, statusPatch, cancellationToken);
        }
    }

    public Task WarnAsync(ExposedApi api, string reason, string message, CancellationToken cancellationToken) =>
        store.WarnAsync(api, reason, message, cancellationToken);
}
