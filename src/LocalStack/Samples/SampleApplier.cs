using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ApiBridge.LocalStack.Samples;

/// <summary>Applies objects as <c>kubectl apply --server-side</c> does, and puts a status where the object brings one.</summary>
public sealed class SampleApplier(IKubernetes client, TimeProvider time)
{
    private const string DefaultNamespace = "default";
    private const string FieldManager = "apibridge-samples";
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan DiscoveryPatience = TimeSpan.FromSeconds(15);

    /// <summary>Applies objects one after the other.</summary>
    /// <param name="objects">The objects, in order.</param>
    /// <param name="ns">The namespace of those that name none; it is created when it is missing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when all stand.</returns>
    /// <exception cref="InvalidSampleException">The API server refuses one; the message names file and reason.</exception>
    public async Task ApplyAsync(IEnumerable<SampleObject> objects, string ns, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(objects);
        await EnsureNamespaceAsync(ns, cancellationToken);
        foreach (var item in objects)
        {
            try
            {
                await ApplyAsync(item, ns, cancellationToken);
            }
            catch (HttpOperationException exception)
            {
                throw new InvalidSampleException(
                    $"{item.File}: {item.Kind} {item.Name} was refused: {MessageOf(exception)}", exception);
            }
        }
    }

    /// <summary>Applies CustomResourceDefinitions that the cluster lacks, and waits until it serves them. Those it has stay as they are.</summary>
    /// <param name="definitions">The definitions.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when all are served.</returns>
    /// <exception cref="InvalidSampleException">The API server refuses one; the message names file and reason.</exception>
    public async Task ApplyDefinitionsAsync(IEnumerable<SampleObject> definitions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        var present = await client.ApiextensionsV1.ListCustomResourceDefinitionAsync(cancellationToken: cancellationToken);
        var missing = definitions.Where(item => present.Items.All(definition => definition.Metadata.Name != item.Name)).ToList();
        await ApplyAsync(missing, DefaultNamespace, cancellationToken);
        foreach (var item in missing)
        {
            var kind = item.Json["spec"]!["names"]!["kind"]!.ToString();
            var (group, version) = (item.Json["spec"]!["group"]!.ToString(), item.Json["spec"]!["versions"]![0]!["name"]!.ToString());
            await FindResourceAsync(item with { Group = group, Version = version, Kind = kind }, cancellationToken);
        }
    }

    private async Task ApplyAsync(SampleObject item, string ns, CancellationToken cancellationToken)
    {
        if (item.Kind == "Namespace")
        {
            await EnsureNamespaceAsync(item.Name, cancellationToken);
            return;
        }

        var (version, resource) = await FindResourceAsync(item, cancellationToken);
        var json = (JsonObject)item.Json.DeepClone();
        json["apiVersion"] = $"{item.Group}/{version}";
        var target = resource.Namespaced ? item.Namespace ?? ns : null;
        if (target is not null)
        {
            json["metadata"]!["namespace"] = target;
        }

        json.Remove("status", out var status);
        await PatchAsync(item, version, resource.Name, target, json, V1Patch.PatchType.ApplyPatch, subresource: false, cancellationToken);
        if (status is not null)
        {
            var patch = new JsonObject { ["status"] = status };
            await PatchAsync(item, version, resource.Name, target, patch, V1Patch.PatchType.MergePatch, subresource: true, cancellationToken);
        }
    }

    private Task<JsonElement> PatchAsync(
        SampleObject item, string version, string plural, string? ns, JsonObject body, V1Patch.PatchType type, bool subresource,
        CancellationToken cancellationToken)
    {
        var patch = new V1Patch(body.ToJsonString(), type);
        bool? force = type == V1Patch.PatchType.ApplyPatch ? true : null;
        return (ns, subresource) switch
        {
            (null, false) => client.CustomObjects.PatchClusterCustomObjectAsync<JsonElement>(
                patch, item.Group, version, plural, item.Name, fieldManager: FieldManager, force: force, cancellationToken: cancellationToken),
            (null, true) => client.CustomObjects.PatchClusterCustomObjectStatusAsync<JsonElement>(
                patch, item.Group, version, plural, item.Name, fieldManager: FieldManager, cancellationToken: cancellationToken),
            (_, false) => client.CustomObjects.PatchNamespacedCustomObjectAsync<JsonElement>(
                patch, item.Group, version, ns, plural, item.Name, fieldManager: FieldManager, force: force, cancellationToken: cancellationToken),
            (_, true) => client.CustomObjects.PatchNamespacedCustomObjectStatusAsync<JsonElement>(
                patch, item.Group, version, ns, plural, item.Name, fieldManager: FieldManager, cancellationToken: cancellationToken),
        };
    }

    // A definition that was just applied takes a moment to be served; an older server may serve a built-in kind at an older version.
    private async Task<(string Version, V1APIResource Resource)> FindResourceAsync(SampleObject item, CancellationToken cancellationToken)
    {
        var giveUp = time.GetUtcNow() + DiscoveryPatience;
        while (true)
        {
            var groups = await client.Apis.GetAPIVersionsAsync(cancellationToken);
            var versions = groups.Groups.Where(group => group.Name == item.Group).SelectMany(group => group.Versions)
                .Select(version => version.Version).OrderByDescending(version => version == item.Version);
            foreach (var version in versions)
            {
                var served = await ServedAsync(item.Group, version, cancellationToken);
                if (served.FirstOrDefault(resource => resource.Kind == item.Kind && !resource.Name.Contains('/', StringComparison.Ordinal)) is { } resource)
                {
                    return (version, resource);
                }
            }

            if (time.GetUtcNow() > giveUp)
            {
                throw new InvalidSampleException(
                    $"{item.File}: the cluster serves no kind {item.Kind} in {item.Group}/{item.Version}: check apiVersion and kind, or install its CRD");
            }

            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }

    // A version that was just defined is in the list of groups a moment before it is served.
    private async Task<IEnumerable<V1APIResource>> ServedAsync(string group, string version, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.CustomObjects.GetAPIResourcesAsync(group, version, cancellationToken)).Resources;
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode is HttpStatusCode.NotFound)
        {
            return [];
        }
    }

    private async Task EnsureNamespaceAsync(string ns, CancellationToken cancellationToken)
    {
        try
        {
            await client.CoreV1.ReadNamespaceAsync(ns, cancellationToken: cancellationToken);
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode is HttpStatusCode.NotFound)
        {
            await client.CoreV1.CreateNamespaceAsync(new() { Metadata = new() { Name = ns } }, cancellationToken: cancellationToken);
        }
    }

    private static string MessageOf(HttpOperationException exception)
    {
        try
        {
            var status = JsonElement.Parse(exception.Response.Content);
            return status.Text("message") is { Length: > 0 } message ? message : exception.Message;
        }
        catch (JsonException)
        {
            return exception.Message;
        }
    }
}
