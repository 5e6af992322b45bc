using System.Collections.Concurrent;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;
using k8s.Autorest;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>The namespaces of a cluster and the Services in them.</summary>
internal sealed partial class NamespaceStore(ResourceClient resources, ILogger<NamespaceStore> logger) : INamespaceStore
{
    private static readonly GroupVersionResource Namespaces = new(string.Empty, "v1", "namespaces");
    private static readonly GroupVersionResource Services = new(string.Empty, "v1", "services");

    // Whoever mends the rights needs one line for each, however many objects wait for it.
    private readonly ConcurrentDictionary<string, bool> _forbidden = new(StringComparer.Ordinal);

    public Task<Presence> FindNamespaceAsync(string ns, CancellationToken cancellationToken) => FindAsync(Namespaces, ns: null, ns, cancellationToken);

    public Task<Presence> FindServiceAsync(string ns, string service, CancellationToken cancellationToken) => FindAsync(Services, ns, service, cancellationToken);

    private async Task<Presence> FindAsync(GroupVersionResource resource, string? ns, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await resources.FindAsync(resource, ns, name, cancellationToken) is not { } found ? Presence.Gone
                : IsTerminating(found) ? Presence.Terminating
                : Presence.There;
        }
        catch (ClusterUnavailableException exception) when (exception.IsForbidden)
        {
            if (_forbidden.TryAdd(resource.Plural, true))
            {
                LogForbidden(resource.Plural, ns ?? name, exception.Message);
            }

            return Presence.Unknown;
        }
        catch (Exception exception) when (exception is ClusterUnavailableException or UnreadableObjectException or HttpOperationException
            or ConflictException or RejectedPatchException or InvalidResourceNameException)
        {
            LogUnknown(resource.Plural, name, exception.Message);
            return Presence.Unknown;
        }
    }

    // An answer that says nothing is no namespace that goes.
    private static bool IsTerminating(JsonElement found) =>
        found.Child("metadata").Text("deletionTimestamp").Length > 0 || found.Child("status").Text("phase") == "Terminating";

    [LoggerMessage(35, LogLevel.Warning, "Whether gateways went with their namespaces can't be told, so that APIs being deleted wait for them: give the worker's role get on {Resource} (seen in {Namespace}), or set ApiBridge:Reconcile:ReleaseWithNamespace to false. {Reason}")]
    private partial void LogForbidden(string resource, string @namespace, string reason);

    [LoggerMessage(36, LogLevel.Information, "Whether {Resource} {Name} is there can't be told: {Reason}")]
    private partial void LogUnknown(string resource, string name, string reason);
}
