using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>Reads and patches namespaced objects as JSON, whatever their kind.</summary>
internal sealed class ResourceClient(IKubernetes client)
{
    /// <summary>The name under which the API server books our writes.</summary>
    public const string FieldManager = "apibridge";

    private const int PageSize = 500;

    public async Task<JsonElement?> FindAsync(GroupVersionResource resource, string ns, string name, CancellationToken cancellationToken) =>
        await ClusterCall.FindObjectAsync<object>(
            $"read {resource} {ns}/{name}",
            async () => await client.CustomObjects.GetNamespacedCustomObjectAsync<JsonElement>(
                resource.Group, resource.Version, ns, resource.Plural, name, cancellationToken),
            cancellationToken) as JsonElement?;

    /// <summary>All objects of several namespaces.</summary>
    public async Task<IReadOnlyList<JsonElement>> ListAsync(
        GroupVersionResource resource, IEnumerable<string?> namespaces, CancellationToken cancellationToken)
    {
        var items = new List<JsonElement>();
        foreach (var ns in namespaces)
        {
            items.AddRange(await ListAsync(resource, ns, labelSelector: null, cancellationToken));
        }

        return items;
    }

    /// <summary>All objects of a namespace, or of the cluster where <paramref name="ns"/> is null, page by page.</summary>
    public async Task<IReadOnlyList<JsonElement>> ListAsync(
        GroupVersionResource resource, string? ns, string? labelSelector, CancellationToken cancellationToken)
    {
        var items = new List<JsonElement>();
        string? continueToken = null;
        do
        {
            var token = continueToken;
            var page = await ClusterCall.ListAsync(
                $"list {resource} in {ns ?? "all namespaces"}",
                () => ns is null
                    ? client.CustomObjects.ListClusterCustomObjectAsync<JsonElement>(
                        resource.Group, resource.Version, resource.Plural,
                        continueParameter: token, labelSelector: labelSelector, limit: PageSize, cancellationToken: cancellationToken)
                    : client.CustomObjects.ListNamespacedCustomObjectAsync<JsonElement>(
                        resource.Group, resource.Version, ns, resource.Plural,
                        continueParameter: token, labelSelector: labelSelector, limit: PageSize, cancellationToken: cancellationToken),
                cancellationToken);
            items.AddRange(page.Items("items"));
            continueToken = page.Child("metadata").Text("continue") is { Length: > 0 } next ? next : null;
        }
        while (continueToken is not null);

        return items;
    }

    /// <summary>
    /// Patches an object, or its status subresource, through the first version that accepts the result: with conversion strategy None an
    /// object may be stored in a shape that one version's schema refuses and another's takes. One that is gone counts as changed: read
    /// again, decide again.
    /// </summary>
    /// <exception cref="ConflictException">It changed since it was read.</exception>
    /// <exception cref="RejectedPatchException">The API server does not accept the result in any version.</exception>
    public Task<JsonElement> PatchAsync(
        IReadOnlyList<ServedResource> versions,
        string ns,
        string name,
        JsonNode patch,
        V1Patch.PatchType type,
        bool status,
        CancellationToken cancellationToken) =>
        TryEachAsync(versions, resource => PatchAsync(resource, ns, name, patch, type, status, cancellationToken));

    /// <summary>
    /// Lets go of an object that is being deleted: takes its last finalizers. An API server deletes what a write leaves without finalizers
    /// in a step of its own, and a patch is held to a name only there, an update to the uid as well: of two patches the second may take
    /// away what was created anew after the first.
    /// </summary>
    /// <param name="versions">The versions that are served; the object was read at the first.</param>
    /// <param name="ns">The object's namespace.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="read">The object as it was read; undefined when it is to be read now.</param>
    /// <param name="resourceVersion">The version of it that was decided on.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The object as it is now, or was last.</returns>
    /// <exception cref="ConflictException">It changed since it was read, or is gone.</exception>
    /// <exception cref="RejectedPatchException">The API server does not accept the object in any version.</exception>
    public Task<JsonElement> ReleaseAsync(
        IReadOnlyList<ServedResource> versions, string ns, string name, JsonElement read, string resourceVersion, CancellationToken cancellationToken) =>
        TryEachAsync(
            versions,
            resource => ReleaseAsync(resource, ns, name, resource == versions[0].Resource ? read : default, resourceVersion, cancellationToken));

    private static async Task<JsonElement> TryEachAsync(
        IReadOnlyList<ServedResource> versions, Func<GroupVersionResource, Task<JsonElement>> write)
    {
        RejectedPatchException? rejection = null;
        foreach (var served in versions)
        {
            try
            {
                return await write(served.Resource);
            }
            catch (RejectedPatchException exception)
            {
                rejection ??= exception;
            }
        }

        throw rejection!;
    }

    private async Task<JsonElement> ReleaseAsync(
        GroupVersionResource resource, string ns, string name, JsonElement read, string resourceVersion, CancellationToken cancellationToken)
    {
        var what = $"release {resource} {ns}/{name}";
        var present = read.ValueKind is JsonValueKind.Object ? read : await FindAsync(resource, ns, name, cancellationToken);
        var body = present is { } found ? JsonObject.Create(found)! : throw new ConflictException($"could not {what}: it is gone");
        var metadata = body["metadata"]!.AsObject();

        // It is read anew at each version; what was decided on is still the older one.
        metadata["resourceVersion"] = resourceVersion;
        metadata.Remove("finalizers");
        return await WriteAsync(
            what,
            () => client.CustomObjects.ReplaceNamespacedCustomObjectAsync<JsonElement>(
                JsonSerializer.SerializeToElement(body), resource.Group, resource.Version, ns, resource.Plural, name,
                fieldManager: FieldManager, cancellationToken: cancellationToken),
            cancellationToken);
    }

    private Task<JsonElement> PatchAsync(
        GroupVersionResource resource,
        string ns,
        string name,
        JsonNode patch,
        V1Patch.PatchType type,
        bool status,
        CancellationToken cancellationToken)
    {
        var body = new V1Patch(patch.ToJsonString(), type);
        return WriteAsync(
            $"patch {resource} {ns}/{name}{(status ? "/status" : string.Empty)}",
            () => status
                ? client.CustomObjects.PatchNamespacedCustomObjectStatusAsync<JsonElement>(
                    body, resource.Group, resource.Version, ns, resource.Plural, name,
                    fieldManager: FieldManager, cancellationToken: cancellationToken)
                : client.CustomObjects.PatchNamespacedCustomObjectAsync<JsonElement>(
                    body, resource.Group, resource.Version, ns, resource.Plural, name,
                    fieldManager: FieldManager, cancellationToken: cancellationToken),
            cancellationToken);
    }

    private static async Task<JsonElement> WriteAsync(string what, Func<Task<JsonElement>> write, CancellationToken cancellationToken)
    {
        try
        {
            return await ClusterCall.RunAsync(what, write, cancellationToken);
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode is HttpStatusCode.NotFound)
        {
            throw new ConflictException($"could not {what}: it is gone", exception);
        }
    }
}
