using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Domain.Configuration;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>
/// The Components of a cluster. Their lists of APIs are shared with the Component operator and with other workers, so an entry is written
/// by a JSON patch that tests the entry's uid first: nothing but our three fields changes, and nothing at all if the list has moved.
/// </summary>
internal sealed class ComponentStore(ResourceClient client, ResourceDiscovery discovery, IOptions<ResourceOptions> resource) : IComponentStore
{
    private const string Plural = "components";
    private const int MaxTries = 10;

    private static readonly string[] Lists = ["coreAPIs", "managementAPIs", "securityAPIs"];

    public async Task<ComponentFeedback> TellAsync(
        ExposedApi api, ComponentReference component, ApiExposure exposure, CancellationToken cancellationToken)
    {
        var wanted = new JsonObject { ["ready"] = exposure.Ready };
        foreach (var (field, value) in new[] { ("url", exposure.Url), ("developerUI", exposure.DeveloperUI) })
        {
            if (value is not null || exposure.IsWithdrawn)
            {
                wanted[field] = value;
            }
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryTellAsync(api.Key, component.Name, wanted, cancellationToken);
            }
            catch (Exception exception) when (exception is ConflictException or RejectedPatchException && attempt < MaxTries)
            {
                // The list moved between the read and the patch: read it again at once.
                continue;
            }
            catch (RejectedPatchException exception)
            {
                throw new ConflictException($"the entry of {api.Key} in Component {component.Name} moved under every try", exception);
            }
        }
    }

    private async Task<ComponentFeedback> TryTellAsync(ObjectKey key, string name, JsonObject wanted, CancellationToken cancellationToken)
    {
        IReadOnlyList<ServedResource> versions;
        try
        {
            versions = await discovery.FindAsync(resource.Value.Group, Plural, cancellationToken);
        }
        catch (ResourceNotServedException)
        {
            return ComponentFeedback.ComponentNotFound;
        }

        if (await client.FindAsync(versions[0].Resource, key.Namespace, name, cancellationToken) is not { } found)
        {
            return ComponentFeedback.ComponentNotFound;
        }

        var status = found.Child("status");
        foreach (var list in Lists)
        {
            var index = 0;
            foreach (var entry in status.Items(list))
            {
                if (entry.Text("uid") == key.Uid)
                {
                    var pointer = $"/status/{list}/{index.ToString(CultureInfo.InvariantCulture)}";
                    return await PatchAsync(versions, found, Patch(pointer, entry, wanted), cancellationToken);
                }

                index++;
            }
        }

        return ComponentFeedback.EntryPending;
    }

    private static JsonArray Patch(string pointer, JsonElement entry, JsonObject wanted)
    {
        var patch = new JsonArray(Operation("test", $"{pointer}/uid", entry.Text("uid")));
        foreach (var (field, value) in wanted)
        {
            if (!Says(entry.Child(field), value))
            {
                patch.Add(Operation(value is null ? "remove" : "add", $"{pointer}/{field}", value));
            }
        }

        return patch;
    }

    private async Task<ComponentFeedback> PatchAsync(
        IReadOnlyList<ServedResource> versions, JsonElement found, JsonArray patch, CancellationToken cancellationToken)
    {
        if (patch.Count == 1)
        {
            return ComponentFeedback.EntryUnchanged;
        }

        var metadata = found.Child("metadata");
        var patched = await client.PatchAsync(
            versions, metadata.Text("namespace"), metadata.Text("name"), patch, V1Patch.PatchType.JsonPatch, versions[0].HasStatus, cancellationToken);
        if (patched.Child("metadata").Text("resourceVersion") == metadata.Text("resourceVersion"))
        {
            discovery.Forget(resource.Value.Group, Plural);
            throw new ConflictException($"Component {metadata.Text("name")} took no note of a patch: its status became a subresource since we asked");
        }

        return ComponentFeedback.EntryUpdated;
    }

    // Null asks for absence.
    private static bool Says(JsonElement present, JsonNode? wanted) =>
        present.ValueKind == JsonValueKind.Undefined
            ? wanted is null
            : wanted is not null && JsonElement.DeepEquals(present, JsonSerializer.SerializeToElement(wanted));

    private static JsonObject Operation(string operation, string path, JsonNode? value) =>
        new JsonObject { ["op"] = operation, ["path"] = path, ["value"] = value?.DeepClone() };
}
