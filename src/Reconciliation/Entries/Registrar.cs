using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Shared.Gateway;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Entries;

/// <summary>Brings one living API's own entry on the gateway in line with its spec, or says why that can't be.</summary>
internal sealed class Registrar(
    EntryWriter writer, FormerEntries former, Elders elders, GatewayEntries entries, IOptions<GatewayOptions> options, ILogger<Registrar> logger)
{
    /// <summary>Registers <paramref name="api"/> unless its status proves that it is, or an elder is in the way.</summary>
    /// <param name="api">The living object.</param>
    /// <param name="apiEvent">Why; it names the neighbours, and may tell what a deleted namesake had.</param>
    /// <param name="entry">What this worker knows of its own entry.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Where it stands; null when that can't be decided by the neighbours that the message names.</returns>
    public async Task<RegistrationResult?> RegisterAsync(ExposedApi api, ApiEvent apiEvent, OwnEntry entry, CancellationToken cancellationToken)
    {
        var proof = StatusProof.Of(api, entries).And(apiEvent.LeftoverOf(entries));
        if (proof.IsInDoubt || apiEvent.IsAboutNamesakeOf(api))
        {
            entry.Doubt();
        }

        var pass = new RegistrationPass(api, apiEvent, proof, entry, SpecProblem.Of(api, options.Value.ReservedPathList));
        if (await DecideAsync(pass, cancellationToken) is not { } result)
        {
            return null;
        }

        // What stood there before goes only for what takes its place, or for an elder.
        return result.Registered || result is { Retry: null, Reason: ConditionReasons.PathConflict }
            ? await former.RemoveAsync(api.Key, proof.Leftovers, result, isBeingDeleted: false, cancellationToken)
            : result with
            {
                Record = proof.RecordWith(result.Record),
                Leftovers = proof.ListedWith(result.Record),
                Remark = former.RemarkOn(api.Key, proof.Leftovers),
            };
    }

    private async Task<RegistrationResult?> DecideAsync(RegistrationPass pass, CancellationToken cancellationToken)
    {
        try
        {
            await GiveUpAsync(pass, cancellationToken);
            var precedence = await elders.JudgeAsync(pass, cancellationToken);
            return precedence == Precedence.Undecided ? null
                : precedence.Elder is { } elder ? await YieldAsync(pass, elder, cancellationToken)
                : pass.Problems.Count > 0 ? await KeepAsync(pass, cancellationToken)
                : await RegisterAsync(pass, cancellationToken);
        }
        catch (UnreadableElderException exception)
        {
            // What it holds it keeps: that the elder holds it too is not known.
            logger.ElderUnreadable(pass.Key, exception.Message);
            pass.YieldsTo = exception.Elder;
            return pass.HoldsWanted ? null : pass.Standing(ConditionReasons.ElderUnreadable, exception.Message);
        }
        catch (GatewayUnavailableException exception)
        {
            return pass.Standing(ConditionReasons.GatewayUnavailable, exception.Message) with
            {
                Retry = Outcome.Unavailable(pass.Entry.IsInDoubt, exception),
            };
        }
        catch (GatewayRefusedException exception)
        {
            // What is in the way is not let go of.
            return pass.Standing(ConditionReasons.RemovalFailed, exception.Message) with
            {
                InDoubt = true,
                Retry = Outcome.FailedForNow(inDoubt: true),
            };
        }
    }

    // An elder holds the path that the object leaves. It goes whatever becomes of the other path.
    private async Task GiveUpAsync(RegistrationPass pass, CancellationToken cancellationToken)
    {
        if (pass.MovesFrom is { } left && await elders.FindHolderAsync(pass.Api, pass.Event.Holder, left, cancellationToken) is { } elder)
        {
            pass.YieldsTo = elder.Key;
            await writer.SettleRemovalAsync(pass.Key, pass.Entry, pass.Held, spec: null, cancellationToken);
            pass.HasGivenUp();
        }
    }

    private async Task<RegistrationResult> YieldAsync(RegistrationPass pass, ExposedApi elder, CancellationToken cancellationToken)
    {
        pass.YieldsTo = elder.Key;
        var wanted = pass.Problems.Count == 0 ? ApiRegistration.Of(pass.Api, pass.Proof.Own.Name) : pass.Held!;
        if (pass.Held is not null || pass.Entry.IsInDoubt)
        {
            await writer.SettleRemovalAsync(pass.Key, pass.Entry, pass.Held, wanted, cancellationToken);
        }

        return pass.Standing(
            ConditionReasons.PathConflict,
            $"path '{Excerpt.Of(wanted.Path)}' must be the gateway's only one, and the older {elder.Key} claims it: change spec.path, or delete one of the two");
    }

    // A spec that can't be registered leaves what is on record, and is never sent to the gateway.
    private async Task<RegistrationResult> KeepAsync(RegistrationPass pass, CancellationToken cancellationToken)
    {
        if (pass.Entry.IsInDoubt && pass.Held is null)
        {
            await writer.SettleRemovalAsync(pass.Key, pass.Entry, held: null, spec: null, cancellationToken);
        }
        else if (pass.Entry.IsInDoubt && writer.MayCreate(pass.Held!))
        {
            await TryCreateAsync(pass, pass.Held!, cancellationToken);
        }

        return pass.Standing(ConditionReasons.SpecInvalid, string.Join("; ", pass.Problems));
    }

    private async Task<RegistrationResult> RegisterAsync(RegistrationPass pass, CancellationToken cancellationToken)
    {
        pass.YieldsTo = null;
        var desired = ApiRegistration.Of(pass.Api, pass.Proof.Own.Name);
        if (IsOnRecord(pass, desired))
        {
            return pass.Registered(desired);
        }

        var remark = pass.Held is { } earlier && earlier.Path != desired.Path
            ? await RemoveOldPathAsync(pass, earlier, cancellationToken)
            : string.Empty;
        return await TryCreateAsync(pass, desired, cancellationToken) is { } refusal
            ? pass.Standing(ConditionReasons.GatewayRefused, refusal)
            : pass.Registered(desired) with { Remark = remark, RemovalRefused = remark.Length > 0 };
    }

    // The gateway's words when it said no, and then nothing is there that is on no record; null when it created the entry.
    private async Task<string?> TryCreateAsync(RegistrationPass pass, ApiRegistration desired, CancellationToken cancellationToken)
    {
        try
        {
            await writer.CreateAsync(pass.Key, pass.Entry, desired, cancellationToken);
            return null;
        }
        catch (GatewayRefusedException exception)
        {
            if (pass.Entry.IsInDoubt)
            {
                await writer.SettleRemovalAsync(pass.Key, pass.Entry, pass.Held, desired, cancellationToken);
            }

            return exception.Message;
        }
    }

    // A refusal never stands in the way of the new path. Nothing is removed later: under the same name that would take the new one away.
    private async Task<string> RemoveOldPathAsync(RegistrationPass pass, ApiRegistration earlier, CancellationToken cancellationToken)
    {
        try
        {
            await writer.RemoveAsync(pass.Key, pass.Entry, earlier, cancellationToken);
            return string.Empty;
        }
        catch (GatewayRefusedException exception)
        {
            return $"the former path {Excerpt.Of(earlier.Path)} may still be there, for {exception.Message}";
        }
    }

    // A record beside a failure is an older one: what the gateway holds since then is not known from it.
    private static bool IsOnRecord(RegistrationPass pass, ApiRegistration desired) =>
        !pass.Entry.IsInDoubt
        && pass.Held is not null
        && desired.Equals(pass.Proof.Proven)
        && pass.Api.Status.Condition(ConditionTypes.Registered) is { Status: ConditionStatus.True } or { Reason: ConditionReasons.SpecInvalid };
}
