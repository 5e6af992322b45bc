namespace ApiBridge.Domain;

/// <summary>The <c>source</c> of an event: the cluster and the resource that were watched.</summary>
public static class EventSource
{
    /// <summary>The source of what a worker sends of its own accord.</summary>
    public const string Worker = "/apibridge/reconciliation";

    /// <summary>The source of what a watch finds.</summary>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="resource">The watched resource.</param>
    /// <returns>A URI reference.</returns>
    public static string Of(string cluster, GroupVersionResource resource) =>
        $"/clusters/{Uri.EscapeDataString(cluster)}/apis/{resource.Group}/{resource.Version}/{resource.Plural}";

    /// <summary>Whether an event is about a cluster's resource, in whichever version that was watched.</summary>
    /// <param name="source">The event's source.</param>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="group">The resource's API group.</param>
    /// <param name="plural">The resource's plural name.</param>
    /// <returns>True for that resource of that cluster.</returns>
    public static bool IsOf(string source, string cluster, string group, string plural)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Split('/') is ["", "clusters", var foundCluster, "apis", var foundGroup, _, var foundPlural]
            && (foundCluster, foundGroup, foundPlural) == (Uri.EscapeDataString(cluster), group, plural);
    }
}
