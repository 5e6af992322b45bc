using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Xunit;

namespace ApiBridge.TestServers;

/// <summary>The objects of a custom resource in a namespace, as somebody with kubectl handles them at one version.</summary>
/// <param name="client">The cluster.</param>
/// <param name="resource">The resource and the version.</param>
/// <param name="ns">The namespace.</param>
public sealed class CustomObjects(k8s.Kubernetes client, GroupVersionResource resource, string ns)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The namespace.</summary>
    public string Namespace => ns;

    /// <summary>The same objects at another version.</summary>
    /// <param name="version">The version.</param>
    public CustomObjects At(string version) => new(client, resource with { Version = version }, ns);

    /// <summary>Creates one.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="name">Its name.</param>
    /// <param name="spec">Its spec.</param>
    /// <param name="metadata">What else is in its metadata.</param>
    /// <param name="status">Its status; kept only where it is no subresource.</param>
    public Task<JsonElement> CreateAsync(string kind, string name, JsonObject spec, JsonObject? metadata = null, JsonObject? status = null)
    {
        var item = new JsonObject
        {
            ["apiVersion"] = $"{resource.Group}/{resource.Version}",
            ["kind"] = kind,
            ["metadata"] = metadata ?? [],
            ["spec"] = spec,
        };
        item["metadata"]!["name"] = name;
        if (status is not null)
        {
            item["status"] = status;
        }

        return client.CustomObjects.CreateNamespacedCustomObjectAsync<JsonElement>(
            JsonSerializer.SerializeToElement(item), resource.Group, resource.Version, ns, resource.Plural, cancellationToken: Token);
    }

    /// <summary>Reads one.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The object; null when there is none.</returns>
    public async Task<JsonElement?> FindAsync(string name)
    {
        try
        {
            return await client.CustomObjects.GetNamespacedCustomObjectAsync<JsonElement>(
                resource.Group, resource.Version, ns, resource.Plural, name, Token);
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode is HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Reads all.</summary>
    public async Task<IReadOnlyList<JsonElement>> ListAsync() =>
        [.. (await client.CustomObjects.ListNamespacedCustomObjectAsync<JsonElement>(
            resource.Group, resource.Version, ns, resource.Plural, cancellationToken: Token)).Items("items")];

    /// <summary>Reads one that is an API and has to be there.</summary>
    /// <param name="name">Its name.</param>
    public async Task<ExposedApi> GetApiAsync(string name) => ExposedApi.Parse((await FindAsync(name))!.Value);

    /// <summary>Merges a patch into one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="patch">The patch.</param>
    public Task<JsonElement> MergeAsync(string name, JsonObject patch) => client.CustomObjects.PatchNamespacedCustomObjectAsync<JsonElement>(
        new V1Patch(patch.ToJsonString(), V1Patch.PatchType.MergePatch), resource.Group, resource.Version, ns, resource.Plural, name, cancellationToken: Token);

    /// <summary>Merges a patch into one's status, which is a subresource.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="status">The patch of the status.</param>
    public Task<JsonElement> MergeStatusAsync(string name, JsonObject status) => client.CustomObjects.PatchNamespacedCustomObjectStatusAsync<JsonElement>(
        new V1Patch(new JsonObject { ["status"] = status }.ToJsonString(), V1Patch.PatchType.MergePatch),
        resource.Group, resource.Version, ns, resource.Plural, name, cancellationToken: Token);

    /// <summary>Deletes one; it stays as long as it has finalizers.</summary>
    /// <param name="name">Its name.</param>
    public Task DeleteAsync(string name) => client.CustomObjects.DeleteNamespacedCustomObjectAsync<JsonElement>(
        resource.Group, resource.Version, ns, resource.Plural, name, cancellationToken: Token);
}
