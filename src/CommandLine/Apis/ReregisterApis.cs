using System.Globalization;
using ApiBridge.Administration.Apis;
using ApiBridge.Domain;
using ApiBridge.Shared.Scope;

namespace ApiBridge.CommandLine.Apis;

/// <summary>Has the workers register ExposedAPIs again, whatever their records say, and waits for them: for a gateway that lost what it had.</summary>
internal sealed class ReregisterApis(
    HeldApis held, Reregistration reregistration, WorkerRequests requests, HintSender hints, TextReader input, TextWriter output, TextWriter error, TimeProvider time) : IRequestedWork
{
    // More are no list that anybody reads before answering.
    private const int MostShown = 20;

    /// <inheritdoc/>
    public string Afterwards => "apis show tells how each stands";

    /// <summary>Registers again what is named, or all that is held and in scope.</summary>
    /// <param name="names">Namespace/name of each; none for all.</param>
    /// <param name="namespaces">Where all are looked for; none for the whole cluster.</param>
    /// <param name="gateway">The gateway of all that are meant; null for any.</param>
    /// <param name="sure">Whether nobody has to be asked.</param>
    /// <param name="perSecond">How many are sent to the workers in a second.</param>
    /// <param name="patience">How long to wait for the workers once all are sent.</param>
    /// <param name="cancellationToken">Ends the wait. What was asked of the workers they do all the same.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(
        IReadOnlyList<string> names, IReadOnlyList<string> namespaces, GatewayName? gateway, bool sure, int perSecond, TimeSpan patience,
        CancellationToken cancellationToken)
    {
        var (chosen, isWhole) = names.Count > 0
            ? await held.FindNamedAsync(names, reregistration.Problem, cancellationToken)
            : await AllAsync(namespaces, gateway, cancellationToken);
        if (chosen.Count == 0)
        {
            await output.WriteLineAsync("nothing is to be registered again");
            return isWhole ? ExitCodes.Done : ExitCodes.Left;
        }

        if (!sure && !await IsConfirmedAsync(chosen, perSecond, cancellationToken))
        {
            await error.WriteLineAsync("nothing was registered again; where nobody can answer, give --yes");
            return ExitCodes.Left;
        }

        var isOfWholeCluster = names.Count == 0 && namespaces.Count == 0;
        var tally = await requests.RunAsync(this, chosen, isOfWholeCluster, new Pace(perSecond, time), patience, cancellationToken);
        await TellAsync(tally);
        return tally.Left == 0 && isWhole ? ExitCodes.Done : ExitCodes.Left;
    }

    /// <inheritdoc/>
    public string Asked(string apis) => $"register {apis} again";

    /// <inheritdoc/>
    public ApiEvent Request(ApiEvent hint) => Reregistration.Request(hint);

    /// <inheritdoc/>
    public Verdict Judge(ExposedApi before, ExposedApi? now)
    {
        if (now is null || now.Key.Uid != before.Key.Uid)
        {
            return new(Progress.Needless, "was deleted meanwhile");
        }

        if (now.IsBeingDeleted)
        {
            return new(Progress.Needless, "is being deleted meanwhile");
        }

        if (reregistration.Hindrance(now) is { } hindrance)
        {
            return new(Progress.Refused, $"{hindrance}: it is so since it was asked for");
        }

        var (status, registered) = (now.Status, now.Status.Condition(ConditionTypes.Registered));
        return HasWritten(before, now) && registered is { Status: ConditionStatus.True } ? new(Progress.Done, "registered again")
            : HasWritten(before, now) && status.Registration is not null && registered is { Reason: ConditionReasons.SpecInvalid }
                ? new(Progress.Done, $"registered again as it was, for its spec can't be: {ApiText.Why(registered)}")
            : registered is { Reason: ConditionReasons.GatewayRefused or ConditionReasons.PathConflict } ? new(Progress.Refused, $"is not registered: {ApiText.Why(registered)}")
            : registered is { Status: not ConditionStatus.True } ? new(Progress.Waiting, $"is not registered yet: {ApiText.Why(registered)}")
            : new(Progress.Waiting, string.Empty);
    }

    /// <inheritdoc/>
    public string Late(ExposedApi api, TimeSpan patience, string? lastSaid) =>
        $"was not registered again within {patience}{(lastSaid is null ? ": no worker has told of a call to the gateway for it" : $"; it {lastSaid}")}";

    // Each write to the gateway is counted in the status that follows it.
    private static bool HasWritten(ExposedApi before, ExposedApi now) =>
        now.Status is { IsOwn: true, UnansweredAt: null } && now.Status.GatewayWrites != before.Status.GatewayWrites;

    private async Task<(IReadOnlyList<ExposedApi> Chosen, bool IsWhole)> AllAsync(
        IReadOnlyList<string> namespaces, GatewayName? gateway, CancellationToken cancellationToken)
    {
        var outside = namespaces.Where(ns => !held.Includes(ns)).ToList();
        foreach (var ns in outside)
        {
            await error.WriteLineAsync($"--namespace is '{ns}', which is out of scope: give one that {ScopeOptions.Section}:Namespaces has");
        }

        // What is out of scope is others', or to be released.
        var (all, isWhole) = await held.FindAsync(namespaces, api => !held.IsLeft(api), cancellationToken);
        var (found, isThere) = await held.OfGatewayAsync(all, gateway);
        List<ExposedApi> chosen = [];
        foreach (var api in found)
        {
            if (reregistration.Problem(api) is not { } problem)
            {
                chosen.Add(api);
                continue;
            }

            // What is being deleted is not to be registered, and so not left.
            isWhole &= api.IsBeingDeleted;
            await error.WriteLineAsync($"{api.Key} {problem}");
        }

        return (chosen, isWhole && isThere && outside.Count == 0);
    }

    private async Task<bool> IsConfirmedAsync(IReadOnlyList<ExposedApi> chosen, int perSecond, CancellationToken cancellationToken)
    {
        foreach (var api in chosen.Count <= MostShown ? chosen : [])
        {
            await output.WriteLineAsync($"{api.Key} at {Excerpt.Of(ApiText.Path(api))} on {ApiText.Place(api)}");
        }

        foreach (var gateway in chosen.Count > MostShown ? chosen.CountBy(api => api.Status.Gateway) : [])
        {
            await output.WriteLineAsync($"{ApiText.Count(gateway.Value)} on {Excerpt.Of(gateway.Key)}");
        }

        var which = chosen.Count == 1 ? "this API" : string.Create(CultureInfo.InvariantCulture, $"these {chosen.Count} APIs");
        return await Question.IsAnsweredWithYesAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Register {which} again? That is one call to the gateway for each, at most {perSecond} a second; what the gateway serves now stays until then."),
            input, output, cancellationToken);
    }

    private async Task TellAsync(WorkTally tally)
    {
        var deleted = tally.Needless > 0 ? $", {tally.Needless} deleted meanwhile" : string.Empty;
        await output.WriteLineAsync(
            tally.Left == 0 ? $"{ApiText.Count(tally.Done)} registered again{deleted}" : $"{tally.Done} of {ApiText.Count(tally.Asked)} registered again{deleted}, {tally.Left} not");
        if (tally.Waiting > 0)
        {
            await error.WriteLineAsync(
                $"what was asked for goes on. Are there workers, do they take from {hints.Queue}, and is their ApiBridge:Reconcile:Mode Apply and not Observe? {Afterwards}");
        }
    }
}
