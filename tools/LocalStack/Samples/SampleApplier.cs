using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Running;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace ApiBridge.LocalStack.Samples;

/// <summary>Applies objects as <c>kubectl apply --server-side</c> does, and puts a status where the object brings one.</summary>
/// <param name="client">The cluster.</param>
/// <param name="time">The clock.</param>
/// <param name="namespacedOnly">Whether what lies in no namespace is refused.</param>
public sealed class SampleApplier(k8s.Kubernetes client, TimeProvider time, bool namespacedOnly = false)
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
                    $"{item.File}: {item.Kind} {item.Name} was refused: {ApiRefusal.MessageOf(exception)}", exception);
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
        var groupVersion = item.Group.Length == 0 ? version : $"{item.Group}/{version}";
        json["apiVersion"] = groupVersion;
        var target = resource.Namespaced ? item.Namespace ?? ns : null;
        if (target is null && namespacedOnly)
        {
            throw new InvalidSampleException(
                $"{item.File}: {item.Kind} {item.Name} lies in no namespace, and only those that --namespace names are worked on: apply it yourself, and leave it out here");
        }

        if (target is not null)
        {
            json["metadata"]!["namespace"] = target;
        }

        json.Remove("status", out var status);
        var path = (item.Group.Length == 0 ? $"api/{groupVersion}" : $"apis/{groupVersion}")
            + (target is null ? string.Empty : $"/namespaces/{target}") + $"/{resource.Name}/{item.Name}";
        await PatchAsync(item, $"{path}?fieldManager={FieldManager}&force=true", json, "application/apply-patch+yaml", cancellationToken);
        if (status is not null)
        {
            var patch = new JsonObject { ["status"] = status };
            await PatchAsync(item, $"{path}/status?fieldManager={FieldManager}", patch, "application/merge-patch+json", cancellationToken);
        }
    }

    private async Task PatchAsync(SampleObject item, string path, JsonObject body, string mediaType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"{client.BaseUri.OriginalString.TrimEnd('/')}/{path}")
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, mediaType),
        };
        if (client.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        }

        using var response = await client.HttpClient.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            var answer = await response.Content.ReadAsStringAsync(cancellationToken);
            throw new InvalidSampleException(
                $"{item.File}: {item.Kind} {item.Name} was refused: {ApiRefusal.MessageIn(answer) ?? $"{(int)response.StatusCode} {answer}"}");
        }
    }

    // A definition that was just applied takes a moment to be served; an older server may serve a built-in kind at an older version.
    private async Task<(string Version, V1APIResource Resource)> FindResourceAsync(SampleObject item, CancellationToken cancellationToken)
    {
        var giveUp = time.GetUtcNow() + DiscoveryPatience;
        while (true)
        {
            foreach (var version in (await VersionsAsync(item.Group, cancellationToken)).OrderByDescending(version => version == item.Version))
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
                    $"{item.File}: the cluster serves no kind {item.Kind} in {(item.Group.Length == 0 ? item.Version : $"{item.Group}/{item.Version}")}: check apiVersion and kind, or install its CRD");
            }

            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }

    private async Task<IEnumerable<string>> VersionsAsync(string group, CancellationToken cancellationToken) => group.Length == 0
        ? (await client.Core.GetAPIVersionsAsync(cancellationToken)).Versions
        : (await client.Apis.GetAPIVersionsAsync(cancellationToken)).Groups.Where(served => served.Name == group)
            .SelectMany(served => served.Versions).Select(version => version.Version);

    // A version that was just defined is in the list of groups a moment before it is served.
    private async Task<IEnumerable<V1APIResource>> ServedAsync(string group, string version, CancellationToken cancellationToken)
    {
        try
        {
            var served = group.Length == 0
                ? await client.CoreV1.GetAPIResourcesAsync(cancellationToken)
                : await client.CustomObjects.GetAPIResourcesAsync(group, version, cancellationToken);
            return served.Resources;
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
        catch (HttpOperationException exception) when (exception.Response.StatusCode is HttpStatusCode.Forbidden)
        {
            // Who has rights in a namespace alone can't look at it. Where it is missing, what is applied there is refused.
            return;
        }
    }
}
