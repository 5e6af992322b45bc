using ApiBridge.Domain;
using ApiBridge.Shared.Storage;

namespace ApiBridge.CommandLine.Apis;

/// <summary>Has the workers release ExposedAPIs that are out of scope, and waits for them.</summary>
internal sealed class ReleaseApis(
    ClusterApis apis, ListApis lists, Queues queues, string cluster, TextReader input, TextWriter output, TextWriter error, TimeProvider time)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

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
        var (chosen, isWhole) = names.Count > 0 ? await NamedAsync(names, cancellationToken) : await AllAsync(namespaces, cancellationToken);
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

        var resource = await apis.ResourceAsync(cancellationToken);
        foreach (var api in chosen)
        {
            await queues.SendAsync(queues.Names.EventsQueue, new(ApiEventCodec.Encode(Request(api, resource))), TimeSpan.Zero, cancellationToken);
        }

        await output.WriteLineAsync($"the workers are asked to release {Count(chosen.Count)}");
        return await AreReleasedAsync(chosen, patience, cancellationToken) && isWhole ? ExitCodes.Done : ExitCodes.Left;
    }

    private ApiEvent Request(ExposedApi api, GroupVersionResource resource) => new()
    {
        Id = Guid.CreateVersion7().ToString(),
        Source = EventSource.Of(cluster.Length > 0 ? cluster : apis.Host, resource),
        Time = time.GetUtcNow(),
        Key = api.Key,
        Reason = EventReason.Changed,
        ResourceVersion = api.ResourceVersion,
        Leaving = true,
    };

    private async Task<(IReadOnlyList<ExposedApi> Chosen, bool IsWhole)> NamedAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        List<ExposedApi> chosen = [];
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            var parts = name.Split('/');
            var api = await apis.FindAsync(parts[0], parts[1], cancellationToken);
            var problem = api is null ? "is not there"
                : lists.Why(api).Length == 0 ? "is in scope: take it out by its labels or the settings, or delete it"
                : !api.HasFinalizer ? "is not held by this product"
                : null;
            if (problem is null)
            {
                chosen.Add(api!);
            }
            else
            {
                await error.WriteLineAsync($"{name} {problem}");
            }
        }

        return (chosen, chosen.Count == names.Distinct(StringComparer.Ordinal).Count());
    }

    // A namespace out of scope may be another installation's, whose every API would go: whoever means one names it.
    private async Task<(IReadOnlyList<ExposedApi> Chosen, bool IsWhole)> AllAsync(IReadOnlyList<string> namespaces, CancellationToken cancellationToken)
    {
        var (found, isWhole) = await lists.FindLeftAsync(namespaces, cancellationToken);
        var unnamed = namespaces.Count > 0 ? [] : found.Where(api => !lists.HasNamespace(api)).ToList();
        if (unnamed.Count > 0)
        {
            var where = unnamed.Select(api => api.Key.Namespace).Distinct(StringComparer.Ordinal).ToList();
            await error.WriteLineAsync(
                $"{Count(unnamed.Count)} left out, in namespaces out of scope that another installation may look after: give {string.Join(' ', where.Select(ns => $"-n {ns}"))} for those that none does");
        }

        return ([.. found.Except(unnamed)], isWhole && unnamed.Count == 0);
    }

    private async Task<bool> IsConfirmedAsync(IReadOnlyList<ExposedApi> chosen, CancellationToken cancellationToken)
    {
        foreach (var api in chosen)
        {
            var adopted = api.AdoptedBy.Length > 0 ? $", adopted under {api.AdoptedBy}: if an installation still has that selector, leave it to that one" : string.Empty;
            var others = lists.HasNamespace(api) ? string.Empty : ": if another installation looks after this namespace, leave it to that one";
            await output.WriteLineAsync($"{api.Key} at {ListApis.Path(api)} on {Place(api)} (out of scope by its {lists.Why(api)}{others}{adopted})");
        }

        await output.WriteAsync($"Remove {(chosen.Count == 1 ? "this API" : $"these {chosen.Count} APIs")} from the gateway and release {(chosen.Count == 1 ? "it" : "them")}? [y/N] ");
        await output.FlushAsync(cancellationToken);
        return await input.ReadLineAsync(cancellationToken) is "y" or "Y" or "yes";
    }

    private async Task<bool> AreReleasedAsync(IReadOnlyList<ExposedApi> chosen, TimeSpan patience, CancellationToken cancellationToken)
    {
        var (waiting, said, started) = (chosen.ToList(), new Dictionary<ObjectKey, string>(), time.GetTimestamp());
        var isInScope = false;
        try
        {
            while (waiting.Count > 0 && time.GetElapsedTime(started) < patience)
            {
                await Task.Delay(LookInterval, time, cancellationToken);
                foreach (var api in waiting.ToList())
                {
                    var now = await apis.FindAsync(api.Key.Namespace, api.Key.Name, cancellationToken);
                    if (now is null || now.Key.Uid != api.Key.Uid || !now.HasFinalizer)
                    {
                        waiting.Remove(api);
                        await output.WriteLineAsync($"{api.Key} released ({chosen.Count - waiting.Count} of {chosen.Count})");
                    }
                    else if (lists.Why(now).Length == 0)
                    {
                        waiting.Remove(api);
                        isInScope = true;
                        await error.WriteLineAsync($"{api.Key} is in scope again, and stays");
                    }
                    else if (Failure(now) is { } failure && said.GetValueOrDefault(api.Key) != failure)
                    {
                        said[api.Key] = failure;
                        await error.WriteLineAsync($"{api.Key} is not released yet: {failure}");
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync($"{Count(waiting.Count)} left to the workers, who go on: list --out-of-scope tells when they are done");
            throw;
        }

        foreach (var api in waiting)
        {
            await error.WriteLineAsync(
                $"{api.Key} was not released within {patience}; the workers go on. Are there any, is it out of scope by their own settings too, and do their rights still reach namespace {api.Key.Namespace}? Release before you take rights away");
        }

        return waiting.Count == 0 && !isInScope;
    }

    private static string Place(ExposedApi api) =>
        api.Status.Gateway.Length > 0 ? $"{api.Status.Gateway}, entry {ListApis.Entry(api)}" : ListApis.Entry(api) is { Length: > 0 } entry ? $"its gateway, entry {entry}" : "no gateway on record";

    private static string? Failure(ExposedApi api) =>
        api.Status.Condition(ConditionTypes.Registered) is { Reason: ConditionReasons.RemovalFailed } condition ? condition.Message : null;

    private static string Count(int count) => count == 1 ? "1 API" : $"{count} APIs";
}
