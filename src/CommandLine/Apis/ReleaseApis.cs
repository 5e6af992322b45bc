using ApiBridge.Administration.Apis;
using ApiBridge.Domain;

namespace ApiBridge.CommandLine.Apis;

/// <summary>Has the workers release ExposedAPIs that are out of scope, and waits for them.</summary>
internal sealed class ReleaseApis(HeldApis held, WorkerRequests requests, TextReader input, TextWriter output, TextWriter error) : IRequestedWork
{
    /// <inheritdoc/>
    public string Afterwards => "list --out-of-scope tells when they are done";

    /// <summary>Releases what is named, or all.</summary>
    /// <param name="names">Namespace/name of each; none for all.</param>
    /// <param name="namespaces">Where all are looked for; none for the whole cluster, without the namespaces that are out of scope.</param>
    /// <param name="sure">Whether nobody has to be asked.</param>
    /// <param name="patience">How long to wait for the workers.</param>
    /// <param name="cancellationToken">Ends the wait. What was asked of the workers they do all the same.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(
        IReadOnlyList<string> names, IReadOnlyList<string> namespaces, bool sure, TimeSpan patience, CancellationToken cancellationToken)
    {
        var (chosen, isWhole) = names.Count > 0 ? await held.FindNamedAsync(names, Problem, cancellationToken) : await AllAsync(namespaces, cancellationToken);
        if (chosen.Count == 0)
        {
            await output.WriteLineAsync("nothing is to be released");
            return isWhole ? ExitCodes.Done : ExitCodes.Left;
        }

        if (!sure && !await IsConfirmedAsync(chosen, cancellationToken))
        {
            await error.WriteLineAsync("nothing was released; where nobody can answer, give --yes");
            return ExitCodes.Left;
        }

        var isOfWholeCluster = names.Count == 0 && namespaces.Count == 0;
        return (await requests.RunAsync(this, chosen, isOfWholeCluster, pace: null, patience, cancellationToken)).Left == 0 && isWhole ? ExitCodes.Done : ExitCodes.Left;
    }

    /// <inheritdoc/>
    public string Asked(string apis) => $"release {apis}";

    /// <inheritdoc/>
    public ApiEvent Request(ApiEvent hint) => hint with { Leaving = true };

    /// <inheritdoc/>
    public Verdict Judge(ExposedApi before, ExposedApi? now) =>
        now is null || now.Key.Uid != before.Key.Uid || !now.HasFinalizer ? new(Progress.Done, "released")
        : !held.IsLeft(now) ? new(Progress.Refused, "is in scope again, and stays")
        : now.Status.Condition(ConditionTypes.Registered) is { Reason: ConditionReasons.RemovalFailed } failed
            ? new(Progress.Waiting, $"is not released yet: {Excerpt.Of(failed.Message, Excerpt.SentenceBytes)}")
        : new(Progress.Waiting, string.Empty);

    /// <inheritdoc/>
    public string Late(ExposedApi api, TimeSpan patience, string? lastSaid) =>
        $"was not released within {patience}; the workers go on. Are there any, is it out of scope by their own settings too, and do their rights still reach namespace {api.Key.Namespace}? Release before you take rights away";

    private string? Problem(ExposedApi api) =>
        !held.IsLeft(api) ? "is in scope: take it out by its labels or the settings, or delete it"
        : !api.HasFinalizer ? "is not held by this product"
        : null;

    // A namespace out of scope may be another installation's, whose every API would go: whoever means one names it.
    private async Task<(IReadOnlyList<ExposedApi> Chosen, bool IsWhole)> AllAsync(IReadOnlyList<string> namespaces, CancellationToken cancellationToken)
    {
        var (found, isWhole) = await held.FindAsync(namespaces, held.IsLeft, cancellationToken);
        var unnamed = namespaces.Count > 0 ? [] : found.Where(api => !held.HasNamespace(api)).ToList();
        if (unnamed.Count > 0)
        {
            var where = unnamed.Select(api => api.Key.Namespace).Distinct(StringComparer.Ordinal).ToList();
            await error.WriteLineAsync(
                $"{ApiText.Count(unnamed.Count)} left out, in namespaces out of scope that another installation may look after: give {string.Join(' ', where.Select(ns => $"-n {ns}"))} for those that none does");
        }

        return ([.. found.Except(unnamed)], isWhole && unnamed.Count == 0);
    }

    private async Task<bool> IsConfirmedAsync(IReadOnlyList<ExposedApi> chosen, CancellationToken cancellationToken)
    {
        foreach (var api in chosen)
        {
            var adopted = api.AdoptedBy.Length > 0 ? $", adopted under {Excerpt.Of(api.AdoptedBy)}: if an installation still has that selector, leave it to that one" : string.Empty;
            var others = held.HasNamespace(api) ? string.Empty : ": if another installation looks after this namespace, leave it to that one";
            await output.WriteLineAsync($"{api.Key} at {Excerpt.Of(ApiText.Path(api))} on {ApiText.Place(api)} (out of scope by its {held.Why(api)}{others}{adopted})");
        }

        return await Question.IsAnsweredWithYesAsync(
            $"Remove {(chosen.Count == 1 ? "this API" : $"these {chosen.Count} APIs")} from the gateway and release {(chosen.Count == 1 ? "it" : "them")}?", input, output, cancellationToken);
    }
}
