using System.Text.Json.Nodes;
using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>
/// The ExposedAPIs of the cluster. Writes carry the resourceVersion of the object they were decided on. All calls throw
/// <see cref="ClusterUnavailableException"/> when the API server can't or won't serve.
/// </summary>
public interface IExposedApiStore
{
    /// <summary>Reads the object of that namespace and name, whatever its uid.</summary>
    /// <param name="key">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The object, or null when there is none.</returns>
    /// <exception cref="UnreadableObjectException">It is there, and can't be read.</exception>
    Task<ExposedApi?> FindAsync(ObjectKey key, CancellationToken cancellationToken);

    /// <summary>All APIs of a namespace, or of all namespaces that are looked after.</summary>
    /// <param name="ns">The namespace; null for all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The APIs, as they were when the call began or later.</returns>
    Task<ApiListing> ListAsync(string? ns, CancellationToken cancellationToken);

    /// <summary>Sets the finalizers and, where nobody did yet, <c>implementation.ready=false</c>, in one patch where the CRD allows it.</summary>
    /// <param name="api">The object as it was read.</param>
    /// <param name="finalizers">All finalizers it shall have.</param>
    /// <param name="selector">The label selector that it is adopted under, which is written down with the finalizers; empty for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The object as it is now.</returns>
    /// <exception cref="ConflictException">The object changed since it was read.</exception>
    /// <exception cref="RejectedPatchException">No version that is served accepts the object as it is stored.</exception>
    Task<ExposedApi> AdoptAsync(ExposedApi api, IReadOnlyList<string> finalizers, string selector, CancellationToken cancellationToken);

    /// <summary>Merges a patch into the status.</summary>
    /// <param name="api">The object as it was read.</param>
    /// <param name="statusPatch">An RFC 7386 merge patch of the status.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The object as it is now.</returns>
    /// <exception cref="ConflictException">The object changed since it was read.</exception>
    /// <exception cref="RejectedPatchException">No version that is served accepts the object as it is stored.</exception>
    Task<ExposedApi> PatchStatusAsync(ExposedApi api, JsonObject statusPatch, CancellationToken cancellationToken);

    /// <summary>
    /// Lets go of an object that is being deleted. One that others' finalizers hold loses the record of its registration, too, in the same
    /// write where the CRD allows it.
    /// </summary>
    /// <param name="api">The object as it was read.</param>
    /// <param name="finalizers">All finalizers it shall keep.</param>
    /// <param name="statusPatch">The merge patch that says the registration is removed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when the object is released.</returns>
    /// <exception cref="ConflictException">The object changed since it was read, or is gone.</exception>
    /// <exception cref="RejectedPatchException">No version that is served accepts the object as it is stored.</exception>
    Task ReleaseAsync(ExposedApi api, IReadOnlyList<string> finalizers, JsonObject statusPatch, CancellationToken cancellationToken);

    /// <summary>Lets go of an object that stays, in one write with its status where the CRD allows it, or after that.</summary>
    /// <param name="api">The object as it was read.</param>
    /// <param name="finalizers">All finalizers it shall keep.</param>
    /// <param name="statusPatch">The merge patch that says the registration is removed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when the object is nobody's.</returns>
    /// <exception cref="ConflictException">The object changed since it was read, or is gone.</exception>
    /// <exception cref="RejectedPatchException">No version that is served accepts the object as it is stored.</exception>
    Task LeaveAsync(ExposedApi api, IReadOnlyList<string> finalizers, JsonObject statusPatch, CancellationToken cancellationToken);

    /// <summary>
    /// Raises a Kubernetes Event about the object; the same one again counts up instead. One that can't be written, as in a namespace that
    /// is being deleted, is logged: an Event tells of an outcome and never changes it.
    /// </summary>
    /// <param name="api">The object.</param>
    /// <param name="reason">Why, as one CamelCase word.</param>
    /// <param name="message">Why, for people.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when the Event is written.</returns>
    Task WarnAsync(ExposedApi api, string reason, string message, CancellationToken cancellationToken);

    /// <summary>Raises a Kubernetes Event about an object that can't be read, as for any other.</summary>
    /// <param name="problem">Which, and why.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when the Event is written.</returns>
    Task WarnAsync(UnreadableObjectException problem, CancellationToken cancellationToken);
}
