using ApiBridge.Administration;
using ApiBridge.Administration.Apis;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.CommandLine.Apis;

/// <summary>Looks at all APIs that are waited for, in a cost that grows with their number and no faster.</summary>
/// <param name="apis">The cluster.</param>
/// <param name="isOfWholeCluster">Whether the whole cluster may be listed.</param>
internal sealed class ApiLook(ClusterApis apis, bool isOfWholeCluster)
{
    // Up to here each is read by itself, which spares the API server all others of the namespace.
    private const int MostReads = 20;

    /// <summary>Looks once.</summary>
    /// <param name="waiting">The APIs; they are told what is seen.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task AtAsync(WaitingApis waiting, CancellationToken cancellationToken) =>
        waiting.Count <= MostReads ? ReadAsync(waiting, cancellationToken) : ListAsync(waiting, cancellationToken);

    private async Task ReadAsync(WaitingApis waiting, CancellationToken cancellationToken)
    {
        foreach (var name in waiting.Names)
        {
            try
            {
                await waiting.SeeAsync(name, await apis.FindApiAsync(name, cancellationToken));
            }
            catch (UnreadableApiException exception)
            {
                await waiting.SeeAsync(exception.Found);
            }
        }
    }

    private async Task ListAsync(WaitingApis waiting, CancellationToken cancellationToken)
    {
        var unseen = waiting.Names.ToHashSet(StringComparer.Ordinal);
        List<UnreadableObject> unreadable = [];
        foreach (var ns in isOfWholeCluster ? (IEnumerable<string?>)[null] : waiting.Namespaces)
        {
            await foreach (var api in apis.ListAsync(ns, unreadable.Add, cancellationToken))
            {
                if (unseen.Remove($"{api.Key}"))
                {
                    await waiting.SeeAsync($"{api.Key}", api);
                }
            }
        }

        foreach (var found in unreadable)
        {
            unseen.Remove($"{found.Namespace}/{found.Name}");
            await waiting.SeeAsync(found);
        }

        // One that does not even tell its name may be any of them.
        foreach (var name in unreadable.TrueForAll(found => found.IsNamed) ? unseen : [])
        {
            await waiting.SeeAsync(name, now: null);
        }
    }
}
