using System.Globalization;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Statuses;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Gateway;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Reachability;

/// <summary>
/// Says in the condition Reachable whether the gateway routes an API, and lets an audit find out that a registration is gone. It is no part of
/// <see cref="Convergence"/>, and keeps nobody waiting.
/// </summary>
internal sealed class RouteCheck(
    RouteProbe probe,
    IExposedApiStore store,
    StatusWriter statuses,
    GatewayEntries entries,
    IOptions<ReachabilityOptions> reachability,
    IOptions<ProbeOptions> options,
    IOptions<ModeOptions> mode,
    TimeProvider time,
    ILogger<RouteCheck> logger)
{
    private readonly RepairPlan _repairs = new(reachability.Value.AuditPeriod);

    /// <summary>Sets the condition in the status that a pass is about to write, to what can be said before the URL is tried.</summary>
    /// <param name="pass">What the pass found.</param>
    /// <param name="draft">The status.</param>
    /// <param name="trial">What is known of the tries; it is told whether one that fails is to be tried again.</param>
    /// <returns>What is to be tried after the write; null for nothing.</returns>
    public Route? Mark(RoutePass pass, StatusDraft draft, Trial trial)
    {
        var (api, standing) = (pass.Api, pass.Api.Status.Condition(ConditionTypes.Reachable));
        if (mode.Value.Observes || !reachability.Value.Enabled)
        {
            Keep();
            draft.DropReachable();
            return null;
        }

        trial.HasWritten |= pass.HasWritten;
        CountRepair(pass, draft, trial);
        if (pass.Hindrance is { } hindrance)
        {
            SetNotTried(hindrance);
            return null;
        }

        if (Route.Of(options.Value, api.Key.Namespace, pass.Found.Address!, pass.Registration.Record!.Path) is not { } route)
        {
            SetNotTried("the API's URL leads elsewhere than to its gateway's address, so that it is not tried");
            return null;
        }

        // An Ingress that has no address now leaves the one that was written down, and that anybody could have written.
        var isSure = pass.Found.Lack.Length == 0 || options.Value.Address.Length > 0;
        var isNew = pass.HasWritten || draft.Url != api.Status.Url;
        if (isNew || standing is { Reason: ConditionReasons.NotTried })
        {
            SetNotTried(!isSure ? "the gateway's Ingress has no address now, so that the URL is not tried" : $"{route.Url.AbsoluteUri} is being tried, up to "
                + string.Create(CultureInfo.InvariantCulture, $"{options.Value.Retries + 1} times"));
        }
        else
        {
            Keep();
        }

        trial.Starts |= standing is null || draft.ConditionChanged(ConditionTypes.Reachable) is not null;
        return isSure && (pass.Event.IsAudit || isNew || standing is not { Status: ConditionStatus.True }) ? route : null;

        // It is still so, of the present generation.
        void Keep()
        {
            if (standing is not null)
            {
                draft.Set(standing.Type, standing.Status, standing.Reason, standing.Message);
            }
        }

        void SetNotTried(string why) => draft.Set(ConditionTypes.Reachable, ConditionStatus.Unknown, ConditionReasons.NotTried, why);
    }

    /// <summary>Tells that a repair is written down.</summary>
    public async Task TellRepairAsync(RoutePass pass, Trial trial, CancellationToken cancellationToken)
    {
        if (!trial.Mends(pass))
        {
            return;
        }

        trial.HasMended();
        var (api, gateway) = (pass.Api, entries.Of(pass.Api.Key).Gateway);
        ReconciliationMetrics.CountLost(gateway);
        logger.RegistrationLost(api.Key, gateway);
        await store.WarnAsync(api, ConditionReasons.RegistrationLost, $"{trial.Loss?.Message}, so the API was registered anew", cancellationToken);
    }

    /// <summary>Tries a URL and says in the status what came of it, in one more write where that is new.</summary>
    /// <param name="api">The object as it is after the pass.</param>
    /// <param name="route">What to try.</param>
    /// <param name="apiEvent">Why.</param>
    /// <param name="trial">What is known of the tries.</param>
    /// <param name="outcome">What the pass left to do.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What is left to do; null where the registration is gone: the next pass makes it anew.</returns>
    /// <exception cref="ConflictException">The object changed since it was read.</exception>
    public async Task<Outcome?> TryAsync(ExposedApi api, Route route, ApiEvent apiEvent, Trial trial, Outcome outcome, CancellationToken cancellationToken)
    {
        var verdict = await probe.TryAsync(route, cancellationToken);
        var standing = api.Status.Condition(ConditionTypes.Reachable);
        if (verdict.IsRouted)
        {
            if (standing is not { Status: ConditionStatus.True } || api.Status.Repairs > 0)
            {
                await WriteAsync(api, ConditionStatus.True, verdict, cancellationToken);
            }

            return outcome.Audited();
        }

        if (apiEvent.IsAudit && verdict.IsLost && !trial.HasWritten && _repairs.Allows(api.Status, verdict, apiEvent.Started, time.GetUtcNow()))
        {
            trial.Lose(api, verdict);
            return null;
        }

        // Nothing is known of a registration while the gateway as a whole does not serve, so that the audit goes on.
        var left = verdict.IsLost ? outcome.Audited() : outcome;
        if (apiEvent.Probes < options.Value.Retries && MayGoOn(apiEvent, standing, verdict, trial))
        {
            logger.NotYetRouted(api.Key, verdict.Message, apiEvent.Probes + 1);
            if (standing is null)
            {
                await WriteAsync(api, ConditionStatus.False, verdict, cancellationToken); // Else others would begin, too.
            }

            return left.TriedInVain(apiEvent.Probes + 1);
        }

        if (standing is not { Reason: ConditionReasons.NotTried } || MayGoOn(apiEvent, standing, verdict, trial))
        {
            await WriteAsync(api, ConditionStatus.False, verdict, cancellationToken);
        }

        return left;
    }

    // Where it says that it is not tried yet, or False already, another message does, or did, what there is to do.
    private static bool MayGoOn(ApiEvent apiEvent, Condition? standing, RouteVerdict verdict, Trial trial) =>
        apiEvent.Probes > 0
        || trial.Starts
        || (apiEvent.IsAudit && !verdict.IsLost)
        || ((apiEvent.Reason is EventReason.Retry || apiEvent.InDoubt) && standing is { Reason: ConditionReasons.NotTried });

    private static void CountRepair(RoutePass pass, StatusDraft draft, Trial trial)
    {
        if (trial.Mends(pass))
        {
            draft.CountRepair(trial.IsNews);
        }
        else if (pass.Api.Status.ObservedSpecHash != pass.Api.SpecHash)
        {
            draft.ForgetRepairs(); // They were of another registration.
        }
    }

    private async Task WriteAsync(ExposedApi api, ConditionStatus status, RouteVerdict verdict, CancellationToken cancellationToken)
    {
        var next = status is ConditionStatus.False ? _repairs.BackedOffUntil(api.Status, time.GetUtcNow()) : null;
        var message = next is { } later
            ? string.Create(CultureInfo.InvariantCulture, $"{verdict.Message}; it was registered anew {api.Status.Repairs} times, which changed nothing: again by an audit after {later.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}")
            : verdict.Message;
        var draft = new StatusDraft(api, StatusProof.Of(api, entries), time);
        draft.Set(ConditionTypes.Reachable, status, verdict.Reason, message);
        if (status is ConditionStatus.True)
        {
            draft.ForgetRepairs();
        }

        if (await statuses.WriteAsync(api, draft, warn: false, cancellationToken) is null)
        {
            return;
        }

        logger.Tried(api.Key, status, message);
        if (next is not null)
        {
            // Without count and time, so that the same one counts up.
            await store.WarnAsync(api, verdict.Reason, $"{verdict.Message}; registering it anew changed nothing, and is done less and less often", cancellationToken);
        }
    }
}
