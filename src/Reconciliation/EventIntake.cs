using ApiBridge.Domain;
using ApiBridge.Reconciliation.Configuration;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation;

/// <summary>Keeps what is no event for this worker from the API server and the gateway.</summary>
internal sealed class EventIntake(
    IOptions<KubernetesOptions> cluster, IOptions<ResourceOptions> resource, NamespaceScope scope, IOptions<ReconcileOptions> reconcile, TimeProvider time)
{
    /// <summary>The event in a message.</summary>
    /// <exception cref="MalformedEventException">It is none, or one of another cluster, another resource, or a namespace that is not in scope.</exception>
    public ApiEvent Read(BinaryData body)
    {
        var apiEvent = ApiEventCodec.Decode(body.ToMemory());
        var name = cluster.Value.ClusterName;
        if (name.Length > 0
            && apiEvent.Source != EventSource.Worker
            && !EventSource.IsOf(apiEvent.Source, name, resource.Value.Group, resource.Value.Plural))
        {
            throw new MalformedEventException(
                $"The event's source is '{Excerpt.Of(apiEvent.Source)}'; {resource.Value.Plural} of {resource.Value.Group} in the cluster {name} are expected.");
        }

        // What is out of scope a worker releases, where it is asked to, and does nothing else for.
        return apiEvent.Leaving || scope.Includes(apiEvent.Key.Namespace)
            ? apiEvent
            : throw new MalformedEventException(
                $"The event's namespace is '{apiEvent.Key.Namespace}'; one that {ScopeOptions.Section}:Namespaces has is expected.");
    }

    /// <summary>The event in a message as it is on the wire.</summary>
    /// <exception cref="MalformedEventException">As for <see cref="Read"/>; or it is no base64.</exception>
    public ApiEvent ReadText(string text)
    {
        try
        {
            return Read(new BinaryData(Convert.FromBase64String(text)));
        }
        catch (FormatException exception)
        {
            throw new MalformedEventException("The message is no base64.", exception);
        }
    }

    /// <summary>The event in a message that is to be worked on.</summary>
    /// <exception cref="MalformedEventException">As for <see cref="Read"/>; or its chain of retries is too old.</exception>
    public ApiEvent ReadFresh(BinaryData body)
    {
        var apiEvent = Read(body);
        return IsFresh(apiEvent)
            ? apiEvent
            : throw new MalformedEventException(
                $"The event about {apiEvent.Key} began on {apiEvent.Started:u}; one of the last {reconcile.Value.MaxEventAge:c} is expected ({ReconcileOptions.Section}:MaxEventAge).");
    }

    /// <summary>Whether the chain of retries that an event belongs to is young enough to be worked on.</summary>
    public bool IsFresh(ApiEvent apiEvent) => reconcile.Value.MaxEventAge is var most && (most == TimeSpan.Zero || time.GetUtcNow() - apiEvent.Started <= most);
}
