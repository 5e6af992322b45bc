using ApiBridge.Domain;
using ApiBridge.EventBridge.Queueing;
using ApiBridge.EventBridge.Tracking;

namespace ApiBridge.Simulation.Tests.Bridge;

/// <summary>What a bridge sends that has the mistake of a mutant about who concerns whom.</summary>
internal sealed class MutatedMessages(Mutant mutant)
{
    private readonly Dictionary<ObjectKey, ApiSnapshot> _known = [];
    private readonly HashSet<ObjectKey> _forgotten = [];

    /// <summary>What it takes an API for.</summary>
    public ApiSnapshot Read(ApiSnapshot snapshot)
    {
        _known[snapshot.Key] = snapshot;
        var isRefused = snapshot.Says is RegistrationWord.Refused;
        return mutant switch
        {
            Mutant.SpecChangeForgetsRecord when snapshot.OwnGap is ConvergenceGap.SpecChanged => snapshot with { Claim = snapshot.Claim with { Held = null } },
            Mutant.RefusedWaits when isRefused && snapshot.Claim.Held is null && Elder(snapshot, other => other.Claim.Blocks(snapshot.Claim.Asked!)) is not null =>
                snapshot with { Says = RegistrationWord.None },
            Mutant.RefusalAsksAgain when isRefused => snapshot with { Says = RegistrationWord.None },
            _ => snapshot,
        };
    }

    /// <summary>An API changed, or went, and some wait to be sent since: they were concerned by that.</summary>
    public void Concerned(ApiSnapshot changed, ApiSnapshot? before, IEnumerable<ObjectKey> concerned)
    {
        if (mutant is not Mutant.NextClaimantOnly)
        {
            return;
        }

        var next = new[] { changed, before }.OfType<ApiSnapshot>()
            .SelectMany(api => api.Claim.Paths.Select(path => Next(api, path)))
            .OfType<ApiSnapshot>()
            .Select(api => api.Key)
            .ToHashSet();
        _forgotten.UnionWith(concerned.Where(key => !next.Contains(key)));
    }

    /// <summary>What it says of an API.</summary>
    /// <returns>Null when it says nothing.</returns>
    public Hint? Say(ObjectKey key, Hint hint) => mutant switch
    {
        Mutant.NextClaimantOnly when _forgotten.Remove(key) => null,
        Mutant.NeighbourLeftOut => hint with { Blocker = null, Holder = null },
        Mutant.NeedInMemoryOnly when hint.Reason is EventReason.Listed && _known[key].OwnGap is null or ConvergenceGap.NotRegistered => null,
        Mutant.HolderOfTheSpecsPath when _known.TryGetValue(key, out var api) && api.Claim is { Held: not null, Asked: { } asked } =>
            hint with { Holder = Elder(api, other => other.Claim.Holds(asked))?.Key },
        _ => hint,
    };

    private ApiSnapshot? Elder(ApiSnapshot api, Predicate<ApiSnapshot> isMeant) =>
        _known.Values.Where(other => other.Claim.Gateway == api.Claim.Gateway && other.Seniority < api.Seniority && isMeant(other)).MaxBy(other => other.Seniority);

    private ApiSnapshot? Next(ApiSnapshot api, string path) =>
        _known.Values.Where(other => other.Claim.Gateway == api.Claim.Gateway && other.Seniority > api.Seniority && other.Claim.Paths.Contains(path)).MinBy(other => other.Seniority);
}
