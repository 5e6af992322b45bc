using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;
using k8s.Autorest;
using k8s.Models;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>Reads and patches namespaced objects as JSON, whatever their kind.</summary>
internal sealed class ResourceClient(ClusterRequests requests)
{
    /// <summary>The name under which the API server books our writes.</summary>
    public const string FieldManager = "apibridge";

    private const int PageSize = 500;

    /// <summary>Reads one object; its namespace is null where it is in none.</summary>
    /// <returns>The object; null when there is none.</returns>
    /// <exception cref="UnreadableObjectException">It is there, and can't be read.</exception>
    /// <exception cref="InvalidResourceNameException">There can be none of that name.</exception>
    public async Task<JsonElement?> FindAsync(GroupVersionResource resource, string? ns, string name, CancellationToken cancellationToken)
    {
        var path = new ResourcePath(resource, ns).Of(name);
        return await ClusterCall.FindObjectAsync<object>(
            $"read {resource} {(ns is null ? name : $"{ns}/{name}")}",
            async () => ObjectAnswer.Read(await requests.SendAsync(HttpMethod.Get, path, content: null, cancellationToken)),
            cancellationToken) as JsonElement?;
    }

    /// <summary>All objects of a namespace, or of the cluster where <paramref name="ns"/> is null, page by page.</summary>
    /// <param name="resource">Which.</param>
    /// <param name="ns">Where.</param>
    /// <param name="labelSelector">Narrows it; null for all.</param>
    /// <param name="unreadable">Told of each that can't be read, which is left out.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<JsonElement>> ListAsync(
        GroupVersionResource resource, string? ns, string? labelSelector, Action<UnreadableObject> unreadable, CancellationToken cancellationToken)
    {
        var path = new ResourcePath(resource, ns);
        var selector = labelSelector is null ? string.Empty : $"&labelSelector={Uri.EscapeDataString(labelSelector)}";
        var items = new List<JsonElement>();
        var next = string.Empty;
        do
        {
            var token = next.Length > 0 ? $"&continue={Uri.EscapeDataString(next)}" : string.Empty;
            var page = await ClusterCall.ListAsync(
                $"list {resource} in {ns ?? "all namespaces"}",
                async () => ListPage.Read(await requests.SendAsync(
                    HttpMethod.Get,
                    string.Create(CultureInfo.InvariantCulture, $"{path}?limit={PageSize}{selector}{token}"),
                    content: null,
                    cancellationToken)),
                cancellationToken);
            items.AddRange(page.Items.Select(item => Read(item, unreadable)).OfType<JsonElement>());
            next = page.Continue;
        }
        while (next.Length > 0);

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

    private static JsonElement? Read(ReadOnlyMemory<byte> item, Action<UnreadableObject> unreadable)
    {
        try
        {
            return ObjectAnswer.Read(item);
        }
        catch (UnreadableObjectException exception)
        {
            unreadable(exception.Found);
        }
        catch (JsonException exception)
        {
            unreadable(UnreadableObject.Of(item, exception.Message));
        }

        return null;
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
            what, HttpMethod.Put, new ResourcePath(resource, ns).Of(name), body.ToJsonString(), MediaTypeNames.Application.Json, cancellationToken);
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
        var path = new ResourcePath(resource, ns);
        return WriteAsync(
            $"patch {resource} {ns}/{name}{(status ? "/status" : string.Empty)}",
            HttpMethod.Patch,
            status ? path.OfStatus(name) : path.Of(name),
            patch.ToJsonString(),
            type is V1Patch.PatchType.JsonPatch ? MediaTypeNames.Application.JsonPatch : "application/merge-patch+json",
            cancellationToken);
    }

    private async Task<JsonElement> WriteAsync(
        string what, HttpMethod method, string path, string body, string mediaType, CancellationToken cancellationToken)
    {
        try
        {
            return await ClusterCall.RunAsync(
                what,
                async () => ObjectAnswer.Read(await requests.SendAsync(
                    method, $"{path}?fieldManager={FieldManager}", new StringContent(body, new MediaTypeHeaderValue(mediaType)), cancellationToken)),
                cancellationToken);
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode is HttpStatusCode.NotFound)
        {
            throw new ConflictException($"could not {what}: it is gone", exception);
        }
    }
}
