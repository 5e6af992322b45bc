using System.Net;
using System.Runtime.CompilerServices;
using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.EventBridge.Watching;

/// <summary>Reads an object at the versions that are not watched, where the watched one does not show all that is stored.</summary>
/// <param name="api">The API server.</param>
/// <param name="discovery">Tells the versions.</param>
/// <param name="watched">The resource at the version that is watched.</param>
internal sealed class OtherVersions(KubernetesApi api, ResourceDiscovery discovery, ServedResource watched)
{
    /// <summary>The object at each other version, the newest first. It is listed by its name, for which the right to watch is enough.</summary>
    /// <param name="ns">The object's namespace.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Its JSON; nothing of a version at which it is not.</returns>
    /// <exception cref="KubernetesApiException">The server refused, or could not be reached.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(string ns, string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var served in await VersionsAsync(cancellationToken))
        {
            if (served != watched && await FindAsync(new(new(served.Resource, ns), FieldSelector: $"metadata.name={name}"), cancellationToken) is { } found)
            {
                yield return found;
            }
        }
    }

    private async Task<IReadOnlyList<ServedResource>> VersionsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await discovery.FindAsync(watched.Resource.Group, watched.Resource.Plural, cancellationToken);
        }
        catch (ResourceNotServedException)
        {
            return []; // The watch comes to the same end.
        }
    }

    private async Task<ReadOnlyMemory<byte>?> FindAsync(WatchQuery query, CancellationToken cancellationToken)
    {
        try
        {
            var page = ListPage.Read(await api.ReadAsync(query.List(limit: 0, continueToken: null), rule: null, cancellationToken));

            // An empty text would be one that can't be read.
            return page.Items.Count > 0 ? page.Items[0] : default(ReadOnlyMemory<byte>?);
        }
        catch (KubernetesApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            discovery.Forget(watched.Resource.Group, watched.Resource.Plural); // The version is not served any more.
            return null;
        }
    }
}
