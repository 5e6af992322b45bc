using System.Collections.Concurrent;
using ApiBridge.Domain;
using k8s;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>
/// Asks the API server where it serves a resource and whether its status is a subresource. Answers are kept for a while, not for good:
/// a CRD may gain versions, or the subresource, while we run.
/// </summary>
internal sealed class ResourceDiscovery(IKubernetes client, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(string Group, string Plural), (DateTimeOffset Until, IReadOnlyList<ServedResource> Found)> _known = new();

    /// <summary>The versions that serve a resource, in the server's order of preference.</summary>
    /// <exception cref="ResourceNotServedException">None does.</exception>
    /// <exception cref="ClusterUnavailableException">The API server can't or won't tell.</exception>
    public async Task<IReadOnlyList<ServedResource>> FindAsync(string group, string plural, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue((group, plural), out var known) && time.GetUtcNow() < known.Until)
        {
            return known.Found;
        }

        var found = await AskAsync(group, plural, cancellationToken);
        if (found.Count == 0)
        {
            throw new ResourceNotServedException(plural, group);
        }

        _known[(group, plural)] = (time.GetUtcNow() + Lifetime, found);
        return found;
    }

    /// <summary>Asks anew at the next call: what is known did not hold.</summary>
    public void Forget(string group, string plural) => _known.TryRemove((group, plural), out _);

    private async Task<IReadOnlyList<ServedResource>> AskAsync(string group, string plural, CancellationToken cancellationToken)
    {
        var versions = await ClusterCall.FindAsync(
            $"list the versions of {group}", () => client.GetGroupAsync(group, cancellationToken), cancellationToken);
        var found = new List<ServedResource>();
        foreach (var version in versions?.Versions ?? [])
        {
            // A version that was just defined is in the list of groups a moment before it is served.
            var served = await ClusterCall.FindAsync(
                $"list the resources of {version.GroupVersion}",
                () => client.CustomObjects.GetAPIResourcesAsync(group, version.Version, cancellationToken),
                cancellationToken);
            if (served?.Resources.FirstOrDefault(resource => resource.Name == plural) is { } resource)
            {
                var hasStatus = served.Resources.Any(other => other.Name == plural + "/status");
                found.Add(new(new GroupVersionResource(group, version.Version, plural), resource.Kind, hasStatus));
            }
        }

        return found;
    }
}
