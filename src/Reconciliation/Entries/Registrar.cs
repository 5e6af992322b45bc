using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Shared.Gateway;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Entries;

/// <summary>Brings one living API's own entry on the gateway in line with its spec, or says why that can't be.</summary>
internal sealed class Registrar(EntryWriter writer, FormerEntries former, Rivals rivals, GatewayEntries entries, IOptions<GatewayOptions> options)
{
    /// <summary>Registers <paramref name="api"/> unless its status proves that it is.</summary>
    /// <param name="api">The living object.</param>
    /// <param name="versionRead">The version in which it was read, since when nobody but us wrote it.</param>
    /// <param name="apiEvent">Why; it may tell what a deleted namesake had.</param>
    /// <param name="entry">What this worker knows of its own entry.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<RegistrationResult> RegisterAsync(
        ExposedApi api, string versionRead, ApiEvent apiEvent, OwnEntry entry, CancellationToken cancellationToken)
    {
        var proof = StatusProof.Of(api, entries).And(apiEvent.LeftoverOf(entries));
        if (proof.IsInDoubt || apiEvent.IsAboutNamesakeOf(api))
        {
            entry.Doubt();
        }

        var result = await DecideAsync(api, versionRead, apiEvent, proof, entry, cancellationToken);

        // What stood there before goes only for what takes its place, or for an elder.
        return result.Registered || result is { Retry: null, Reason: ConditionReasons.PathConflict }
            ? await former.RemoveAsync(api.Key, proof.Leftovers, result, cancellationToken)
            : result with
            {
                Record = proof.RecordWith(result.Record),
                Leftovers = proof.ListedWith(result.Record),
                Remark = former.RemarkOn(api.Key, proof.Leftovers),
            };
    }

    private async Task<RegistrationResult> DecideAsync(
        ExposedApi api, string versionRead, ApiEvent apiEvent, StatusProof proof, OwnEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            return SpecProblem.Of(api, options.Value.ReservedPathList) is { Count: > 0 } problems
                ? await KeepAsync(api, string.Join("; ", problems), apiEvent, proof, entry, cancellationToken)
                : await RegisterAsync(api, versionRead, apiEvent, proof, entry, cancellationToken);
        }
        catch (GatewayUnavailableException exception)
        {
            return Standing(proof, entry, ConditionReasons.GatewayUnavailable, exception.Message) with
            {
                Retry = Outcome.Unavailable(entry.IsInDoubt, exception),
            };
        }
        catch (GatewayRefusedException exception)
        {
            // What is in the way is not let go of.
            return Standing(proof, entry, ConditionReasons.RemovalFailed, exception.Message) with
            {
                InDoubt = true,
                Retry = Outcome.FailedForNow(inDoubt: true),
            };
        }
    }

    private async Task<RegistrationResult> RegisterAsync(
        ExposedApi api, string versionRead, ApiEvent apiEvent, StatusProof proof, OwnEntry entry, CancellationToken cancellationToken)
    {
        var desired = ApiRegistration.Of(api, proof.Own.Name);
        var isRegistered = IsOnRecord(api, desired, proof, entry);
        if (isRegistered && apiEvent.Reason is not EventReason.Contested)
        {
            return Registered(proof, desired, entry);
        }

        var others = await FindRivalsAsync(api, versionRead, apiEvent, cancellationToken);
        if (others.Find(rival => Claims.IsOlder(rival, api)) is { } older)
        {
            return await YieldAsync(api, desired, older, proof, entry, cancellationToken);
        }

        if (isRegistered)
        {
            return Registered(proof, desired, entry);
        }

        var result = await CreateAsync(api, desired, proof, entry, cancellationToken);
        await rivals.WakeAsync(result.Registered ? others.Where(rivals.MayHold) : [], cancellationToken);
        return result;
    }

    // A spec that can't be registered leaves what is on record, and is never sent to the gateway.
    private async Task<RegistrationResult> KeepAsync(
        ExposedApi api, string problem, ApiEvent apiEvent, StatusProof proof, OwnEntry entry, CancellationToken cancellationToken)
    {
        if (proof.Held is not { } kept)
        {
            if (entry.IsInDoubt)
            {
                await writer.SettleRemovalAsync(api.Key, entry, held: null, spec: null, cancellationToken);
            }

            return Standing(proof, entry, ConditionReasons.SpecInvalid, problem);
        }

        if (entry.IsInDoubt || apiEvent.Reason is EventReason.Contested)
        {
            var others = await rivals.FindAsync(api, kept.NormalPath, cancellationToken);
            if (others.Find(rival => Claims.IsOlder(rival, api)) is { } older)
            {
                return await YieldAsync(api, kept, older, proof, entry, cancellationToken);
            }
        }

        if (entry.IsInDoubt && writer.MayCreate(kept))
        {
            await CreateAsync(api, kept, proof, entry, cancellationToken);
        }

        return Standing(proof, entry, ConditionReasons.SpecInvalid, problem);
    }

    private async Task<RegistrationResult> CreateAsync(
        ExposedApi api, ApiRegistration desired, StatusProof proof, OwnEntry entry, CancellationToken cancellationToken)
    {
        var earlier = proof.Held;
        var refusal = earlier is not null && earlier.Path != desired.Path
            ? await RemoveOldPathAsync(api.Key, earlier, entry, cancellationToken)
            : string.Empty;
        try
        {
            await writer.CreateAsync(api.Key, entry, desired, cancellationToken);
        }
        catch (GatewayRefusedException exception)
        {
            if (entry.IsInDoubt)
            {
                await writer.SettleRemovalAsync(api.Key, entry, earlier, desired, cancellationToken);
            }

            return Standing(proof, entry, ConditionReasons.GatewayRefused, exception.Message);
        }

        return Registered(proof, desired, entry) with { Remark = refusal, RemovalRefused = refusal.Length > 0 };
    }

    // A refusal never stands in the way of the new path. Nothing is removed later: under the same name that would take the new one away.
    private async Task<string> RemoveOldPathAsync(ObjectKey key, ApiRegistration earlier, OwnEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await writer.RemoveAsync(key, entry, earlier, cancellationToken);
            return string.Empty;
        }
        catch (GatewayRefusedException exception)
        {
            return $"the former path {earlier.Path} may still be there, for {exception.Message}";
        }
    }

    private async Task<RegistrationResult> YieldAsync(
        ExposedApi api, ApiRegistration wanted, ExposedApi older, StatusProof proof, OwnEntry entry, CancellationToken cancellationToken)
    {
        var held = proof.Held;
        if (held is not null || entry.IsInDoubt)
        {
            await writer.SettleRemovalAsync(api.Key, entry, held, wanted, cancellationToken);
        }

        return Standing(
            proof,
            entry,
            ConditionReasons.PathConflict,
            $"path '{Excerpt.Of(wanted.Path)}' must be the gateway's only one, and the older {older.Key} claims it: change spec.path, or delete one of the two");
    }

    // For an API that is seen for the first time an older list that has it alone will do: it saw all who claimed the same before, and who
    // does so later finds the API.
    private Task<List<ExposedApi>> FindRivalsAsync(ExposedApi api, string versionRead, ApiEvent apiEvent, CancellationToken cancellationToken) =>
        apiEvent is { InDoubt: false, Reason: not EventReason.Contested } && !api.Status.IsOwn
            ? rivals.FindForNewAsync(api, versionRead, cancellationToken)
            : rivals.FindAsync(api, api.Spec.NormalPath, cancellationToken);

    // A record beside a failure is an older one: what the gateway holds since then is not known from it.
    private static bool IsOnRecord(ExposedApi api, ApiRegistration desired, StatusProof proof, OwnEntry entry) =>
        !entry.IsInDoubt
        && desired.Equals(proof.Proven)
        && api.Status.Condition(ConditionTypes.Registered) is { Status: ConditionStatus.True } or { Reason: ConditionReasons.SpecInvalid };

    private static RegistrationResult Registered(StatusProof proof, ApiRegistration desired, OwnEntry entry) => new()
    {
        Record = desired,
        Response = entry.Answer,
        Registered = true,
        Reason = ConditionReasons.Accepted,
        Message = $"{proof.Own.Gateway} holds {desired}",
    };

    private static RegistrationResult Standing(StatusProof proof, OwnEntry entry, string reason, string message) => new()
    {
        Record = entry.Record(proof.Held),
        Response = entry.Answer,
        InDoubt = entry.IsInDoubt,
        Reason = reason,
        Message = message,
    };
}
