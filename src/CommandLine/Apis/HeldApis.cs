using ApiBridge.Administration;
using ApiBridge.Administration.Apis;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;

namespace ApiBridge.CommandLine.Apis;

/// <summary>The ExposedAPIs that this product holds, and whether they are in scope.</summary>
/// <param name="apis">All of the cluster.</param>
/// <param name="scope">What is looked after.</param>
/// <param name="error">Where it is told which can't be read, or are not there.</param>
internal sealed class HeldApis(ClusterApis apis, ObjectScope scope, TextWriter error)
{
    /// <summary>Finds those that are held, in the order of their names.</summary>
    /// <param name="namespaces">Where; none for the whole cluster.</param>
    /// <param name="isMeant">Which.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Those, and whether all that are there could be read.</returns>
    public async Task<(IReadOnlyList<ExposedApi> Found, bool IsWhole)> FindAsync(
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
                    found.Add(api with { Json = default, Status = api.Status with { Json = default } });
                }
            }
        }

        foreach (var one in unreadable)
        {
            await error.WriteLineAsync($"can't be read: {one}");
        }

        return ([.. found.OrderBy(api => $"{api.Key}", StringComparer.Ordinal)], unreadable.Count == 0);
    }

    /// <summary>Finds those that are named, each once. Which are not there, can't be read or are not fit is told.</summary>
    /// <param name="names">Namespace/name of each.</param>
    /// <param name="problemOf">What makes one unfit, as the end of a sentence; null for one that is fit.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Those that are fit, and whether all are.</returns>
    public async Task<(IReadOnlyList<ExposedApi> Found, bool IsWhole)> FindNamedAsync(
        IReadOnlyList<string> names, Func<ExposedApi, string?> problemOf, CancellationToken cancellationToken)
    {
        List<ExposedApi> found = [];
        var wanted = names.Distinct(StringComparer.Ordinal).ToList();
        foreach (var name in wanted)
        {
            try
            {
                var api = await apis.FindApiAsync(name, cancellationToken);
                if ((api is null ? "is not there" : problemOf(api)) is { } problem)
                {
                    await error.WriteLineAsync($"{name} {problem}");
                }
                else
                {
                    found.Add(api!);
                }
            }
            catch (UnreadableApiException exception)
            {
                await error.WriteLineAsync(exception.Message);
            }
        }

        return (found, found.Count == wanted.Count);
    }

    /// <summary>Those of a gateway. Where there are none, it is told which gateways there are.</summary>
    /// <param name="found">Of all gateways.</param>
    /// <param name="gateway">The gateway; null for any.</param>
    /// <returns>Those, and whether there are any where a gateway is named.</returns>
    public async Task<(IReadOnlyList<ExposedApi> Found, bool IsThere)> OfGatewayAsync(IReadOnlyList<ExposedApi> found, GatewayName? gateway)
    {
        if (gateway is null)
        {
            return (found, true);
        }

        var there = found.Where(api => gateway.Is(api.Status.Gateway)).ToList();
        if (there.Count > 0)
        {
            return (there, true);
        }

        var others = found.Select(api => api.Status.Gateway).Where(authority => authority.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        await error.WriteLineAsync(
            $"--gateway is '{gateway}', and no API that is held there says that it is on it: {(others.Count == 0 ? "none says on which it is" : $"give one of {string.Join(", ", others.Select(authority => Excerpt.Of(authority)))}")}");
        return ([], false);
    }

    /// <summary>Whether a namespace is in scope.</summary>
    public bool Includes(string ns) => scope.Includes(ns);

    /// <summary>Whether an API's namespace is in scope, whatever its labels.</summary>
    public bool HasNamespace(ExposedApi api) => scope.Includes(api.Key.Namespace);

    /// <summary>Whether an API is out of scope.</summary>
    public bool IsLeft(ExposedApi api) => Why(api).Length > 0;

    /// <summary>By what an API is out of scope; empty for one that is in scope.</summary>
    public string Why(ExposedApi api) => scope.OutOfScopeBy(api);
}
