using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;

namespace ApiBridge.CommandLine.Apis;

/// <summary>Shows the ExposedAPIs that this product holds: all, or those that are out of scope and still hold our finalizer.</summary>
internal sealed class ListApis(ClusterApis apis, ObjectScope scope, TextWriter output, TextWriter error, TimeProvider time)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Lists them.</summary>
    /// <param name="namespaces">Where; none for the whole cluster.</param>
    /// <param name="isOutOfScope">Whether only those are meant that are out of scope.</param>
    /// <param name="json">Whether JSON is written.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> namespaces, bool isOutOfScope, bool json, CancellationToken cancellationToken)
    {
        var (found, isWhole) = await FindAsync(namespaces, api => !isOutOfScope || IsLeft(api), cancellationToken);
        if (json)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(found.Select(Shown), Json));
        }
        else if (found.Count == 0)
        {
            await output.WriteLineAsync(isOutOfScope ? "no API out of scope is held" : "no API is held");
        }
        else if (isOutOfScope)
        {
            TextTable.Write(
                output,
                title: null,
                ["API", "path", "entry", "gateway", "age", "out of scope by", "adopted under"],
                found.Select(api => (string[])[$"{api.Key}", Path(api), Entry(api), api.Status.Gateway, Age.Of(time.GetUtcNow() - api.Created), Why(api), api.AdoptedBy]));
        }
        else
        {
            TextTable.Write(
                output,
                title: null,
                ["API", "path", "registered", "ready", "url"],
                found.Select(api => (string[])[$"{api.Key}", api.Spec.Path, Registered(api), api.Status.Ready is true ? "yes" : "no", api.Status.Url]));
        }

        return isWhole ? ExitCodes.Done : ExitCodes.Left;
    }

    /// <summary>Those that are out of scope and still held.</summary>
    public Task<(IReadOnlyList<ExposedApi> Found, bool IsWhole)> FindLeftAsync(IReadOnlyList<string> namespaces, CancellationToken cancellationToken) =>
        FindAsync(namespaces, IsLeft, cancellationToken);

    /// <summary>Whether an API's namespace is in scope, whatever its labels.</summary>
    public bool HasNamespace(ExposedApi api) => scope.Includes(api.Key.Namespace);

    /// <summary>By what an API is out of scope; empty for one that is in scope.</summary>
    public string Why(ExposedApi api) => !HasNamespace(api) ? "namespace" : scope.Includes(api.Key.Namespace, api.Labels) ? string.Empty : "labels";

    private bool IsLeft(ExposedApi api) => Why(api).Length > 0;

    private async Task<(IReadOnlyList<ExposedApi> Found, bool IsWhole)> FindAsync(
        IReadOnlyList<string> namespaces, Predicate<ExposedApi> isMeant, CancellationToken cancellationToken)
    {
        List<ExposedApi> found = [];
        List<UnreadableObject> unreadable = [];
        foreach (var ns in namespaces.Count > 0 ? namespaces.Distinct(StringComparer.Ordinal) : (IEnumerable<string?>)[null])
        {
            await foreach (var api in apis.ListAsync(ns, unreadable.Add, cancellationToken))
            {
                if (api.HasFinalizer && isMeant(api))
                {
                    found.Add(api with { Json = default });
                }
            }
        }

        foreach (var one in unreadable)
        {
            await error.WriteLineAsync($"can't be read: {one}");
        }

        return ([.. found.OrderBy(api => $"{api.Key}", StringComparer.Ordinal)], unreadable.Count == 0);
    }

    private object Shown(ExposedApi api) => new
    {
        api.Key.Namespace,
        api.Key.Name,
        api.Key.Uid,
        Path = Path(api),
        Entry = Entry(api),
        api.Status.Gateway,
        api.Created,
        OutOfScopeBy = Why(api),
        api.AdoptedBy,
        Registered = Registered(api),
        Ready = api.Status.Ready is true,
        api.Status.Url,
    };

    /// <summary>Its path: that on record, or else that of its spec.</summary>
    public static string Path(ExposedApi api) => api.Status.Registration?.Path ?? api.Spec.Path;

    /// <summary>The entry on record; empty for none.</summary>
    public static string Entry(ExposedApi api) => api.Status.Registration?.Name ?? string.Empty;

    private static string Registered(ExposedApi api) => api.Status.Condition(ConditionTypes.Registered) is { } condition
        ? $"{condition.Status} ({condition.Reason})"
        : "Unknown";
}
