using System.Collections.Concurrent;
using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.Shared.Kubernetes;

/// <summary>Asks the API server at which versions it serves a resource, and whether its status is a subresource.</summary>
/// <param name="documents">The API server. What it fails with, the methods fail with.</param>
/// <param name="time">The clock.</param>
public sealed class ResourceDiscovery(IClusterDocuments documents, TimeProvider time)
{
    // What is read of a list of versions, each of which costs a request: what people define has a handful.
    private const int MostVersions = 20;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(string Group, string Plural), (DateTimeOffset Until, IReadOnlyList<ServedResource> Found)> _known = new();

    /// <summary>
    /// The versions at which a resource is served, in the server's order of preference, the newest first. They are kept for 5 minutes, not
    /// for good: a CRD may gain versions, or the subresource, while we run.
    /// </summary>
    /// <param name="group">The API group.</param>
    /// <param name="plural">The resource's plural name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>One or more.</returns>
    /// <exception cref="ResourceNotServedException">None serves it.</exception>
    public async Task<IReadOnlyList<ServedResource>> FindAsync(string group, string plural, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue((group, plural), out var known) && time.GetUtcNow() < known.Until)
        {
            return known.Found;
        }

        List<ServedResource> found = [];
        foreach (var version in await VersionsAsync(group, cancellationToken))
        {
            if (await FindAtAsync(new(group, version, plural), cancellationToken) is { } served)
            {
                found.Add(served);
            }
        }

        if (found.Count == 0)
        {
            throw new ResourceNotServedException(plural, group);
        }

        _known[(group, plural)] = (time.GetUtcNow() + Lifetime, found);
        return found;
    }

    /// <summary>Asks anew at the next call: what is known did not hold.</summary>
    /// <param name="group">The API group.</param>
    /// <param name="plural">The resource's plural name.</param>
    public void Forget(string group, string plural) => _known.TryRemove((group, plural), out _);

    /// <summary>Asks for the newest version at which a resource is served, or for one alone. Nothing is kept.</summary>
    /// <param name="group">The API group.</param>
    /// <param name="version">The version to insist on; empty for the newest.</param>
    /// <param name="plural">The resource's plural name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The resource at that version; null when it is not served.</returns>
    public async Task<ServedResource?> AskAsync(string group, string version, string plural, CancellationToken cancellationToken)
    {
        foreach (var candidate in version.Length > 0 ? [version] : await VersionsAsync(group, cancellationToken))
        {
            if (await FindAtAsync(new(group, candidate, plural), cancellationToken) is { } served)
            {
                return served;
            }
        }

        return null;
    }

    private async Task<IReadOnlyList<string>> VersionsAsync(string group, CancellationToken cancellationToken)
    {
        using var document = await documents.FindAsync(ResourcePath.OfGroup(group), cancellationToken);

        // Each becomes part of a path.
        return document is null
            ? []
            : [.. document.RootElement.Items("versions").Select(item => item.Text("version")).Where(KubernetesName.IsService).Distinct(StringComparer.Ordinal).Take(MostVersions)];
    }

    // A version that was just defined is in the list of groups a moment before it is served.
    private async Task<ServedResource?> FindAtAsync(GroupVersionResource resource, CancellationToken cancellationToken)
    {
        using var document = await documents.FindAsync(ResourcePath.OfVersion(resource.Group, resource.Version), cancellationToken);
        var served = document?.RootElement.Items("resources").ToList() ?? [];
        return served.Find(item => item.Text("name") == resource.Plural) is { ValueKind: JsonValueKind.Object } found
            ? new(resource, found.Text("kind"), served.Exists(item => item.Text("name") == $"{resource.Plural}/status"))
            : null;
    }
}
