using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>The ExposedAPIs of a cluster, at whatever versions it serves them.</summary>
internal sealed class ExposedApiStore(
    ResourceClient client,
    ResourceDiscovery discovery,
    EventRecorder events,
    IOptions<ResourceOptions> resource,
    NamespaceScope scope) : IExposedApiStore
{
    public async Task<ExposedApi?> FindAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var versions = await ServedAsync(cancellationToken);
        if (await FindAsync(versions[0], key, cancellationToken) is not { } api)
        {
            return null;
        }

        foreach (var other in api.MayHideSpecification ? versions.Skip(1) : [])
        {
            if (await FindAsync(other, key, cancellationToken) is { Spec.HasEmptySpecification: false } shown)
            {
                return shown with { Json = default, HasStatusSubresource = api.HasStatusSubresource }; // A release puts back what the first version shows.
            }
        }

        return api;
    }

    public async Task<ApiListing> ListAsync(string? ns, CancellationToken cancellationToken)
    {
        var served = (await ServedAsync(cancellationToken))[0];
        List<ExposedApi> apis = [];
        List<UnreadableObject> unreadable = [];
        foreach (var listed in ns is null ? scope.Watched : [ns])
        {
            foreach (var item in await client.ListAsync(served.Resource, listed, labelSelector: null, unreadable.Add, cancellationToken))
            {
                try
                {
                    apis.Add(ObjectAnswer.Parse(item));
                }
                catch (UnreadableObjectException exception)
                {
                    unreadable.Add(exception.Found);
                }
            }
        }

        return new(apis, unreadable);
    }

    public async Task<ExposedApi> AdoptAsync(ExposedApi api, IReadOnlyList<string> finalizers, string selector, CancellationToken cancellationToken)
    {
        var firstSight = api.Status.Ready is null;
        var notReady = new JsonObject { ["implementation"] = new JsonObject { ["ready"] = false } };
        var hasStatus = (await ServedAsync(cancellationToken))[0].HasStatus;
        var patch = FinalizersPatch(finalizers);
        if (selector.Length > 0)
        {
            SetAdoptedBy(patch, selector);
        }

        if (firstSight && !hasStatus)
        {
            patch["status"] = notReady;
        }

        var adopted = await PatchAsync(api, patch, status: false, cancellationToken);
        return firstSight && hasStatus ? await PatchStatusAsync(adopted, notReady, cancellationToken) : adopted;
    }

    public async Task<ExposedApi> PatchStatusAsync(ExposedApi api, JsonObject statusPatch, CancellationToken cancellationToken)
    {
        var hasStatus = (await ServedAsync(cancellationToken))[0].HasStatus;
        var patched = await PatchAsync(api, StatusPatch(statusPatch), hasStatus, cancellationToken);
        if (hasStatus || patched.ResourceVersion != api.ResourceVersion)
        {
            return patched;
        }

        // A patch that should change something changed nothing: the CRD gained the subresource since we asked.
        discovery.Forget(resource.Value.Group, resource.Value.Plural);
        hasStatus = (await ServedAsync(cancellationToken))[0].HasStatus;
        return hasStatus
            ? await PatchAsync(api, StatusPatch(statusPatch), status: true, cancellationToken)
            : patched;
    }

    public async Task ReleaseAsync(
        ExposedApi api, IReadOnlyList<string> finalizers, JsonObject statusPatch, CancellationToken cancellationToken)
    {
        if (finalizers.Count == 0)
        {
            await client.ReleaseAsync(
                await ServedAsync(cancellationToken), api.Key.Namespace, api.Key.Name, api.Json, api.ResourceVersion, cancellationToken);
            return;
        }

        await LetGoAsync(api, FinalizersPatch(finalizers), statusPatch, cancellationToken);
    }

    public Task LeaveAsync(ExposedApi api, IReadOnlyList<string> finalizers, JsonObject statusPatch, CancellationToken cancellationToken)
    {
        var patch = FinalizersPatch(finalizers);
        SetAdoptedBy(patch, null);
        return LetGoAsync(api, patch, statusPatch, cancellationToken);
    }

    public async Task WarnAsync(ExposedApi api, string reason, string message, CancellationToken cancellationToken)
    {
        var served = (await ServedAsync(cancellationToken))[0];
        await events.WarnAsync(api.Key, served, reason, message, cancellationToken);
    }

    public async Task WarnAsync(UnreadableObjectException problem, CancellationToken cancellationToken)
    {
        var found = problem.Found;
        if (!found.IsNamed)
        {
            return;
        }

        var served = (await ServedAsync(cancellationToken))[0];
        await events.WarnAsync(
            new(found.Namespace, found.Name, found.Uid), served, ConditionReasons.Unreadable, UnreadableEvent.Message(found), cancellationToken);
    }

    private async Task LetGoAsync(ExposedApi api, JsonObject patch, JsonObject statusPatch, CancellationToken cancellationToken)
    {
        var hasStatus = (await ServedAsync(cancellationToken))[0].HasStatus;
        var held = hasStatus && statusPatch.Count > 0 ? await PatchStatusAsync(api, statusPatch, cancellationToken) : api;
        if (!hasStatus && statusPatch.Count > 0)
        {
            patch["status"] = statusPatch.DeepClone();
        }

        await PatchAsync(held, patch, status: false, cancellationToken);
    }

    private async Task<ExposedApi?> FindAsync(ServedResource served, ObjectKey key, CancellationToken cancellationToken) =>
        await client.FindAsync(served.Resource, key.Namespace, key.Name, cancellationToken) is { } found
            ? ObjectAnswer.Parse(found) with { Json = found, HasStatusSubresource = served.HasStatus }
            : null;

    private async Task<ExposedApi> PatchAsync(ExposedApi api, JsonObject patch, bool status, CancellationToken cancellationToken)
    {
        var metadata = patch["metadata"] as JsonObject ?? [];
        metadata["resourceVersion"] = api.ResourceVersion;
        patch["metadata"] = metadata;
        var versions = await ServedAsync(cancellationToken);
        var patched = await client.PatchAsync(
            versions, api.Key.Namespace, api.Key.Name, patch, V1Patch.PatchType.MergePatch, status, cancellationToken);
        return ObjectAnswer.Parse(patched) with
        {
            HasStatusSubresource = versions[0].HasStatus,
            FormerSpecification = api.Spec.HasEmptySpecification ? api.FormerSpecification : api.Spec.Specification,
        };
    }

    private async Task<IReadOnlyList<ServedResource>> ServedAsync(CancellationToken cancellationToken)
    {
        var (group, version, plural) = (resource.Value.Group, resource.Value.Version, resource.Value.Plural);
        var served = await discovery.FindAsync(group, plural, cancellationToken);
        if (version.Length == 0)
        {
            return served;
        }

        return served.Any(item => item.Resource.Version == version)
            ? [.. served.OrderByDescending(item => item.Resource.Version == version)]
            : throw new ResourceNotServedException($"{plural}.{version}", group);
    }

    private static JsonObject StatusPatch(JsonObject status) => new() { ["status"] = status.DeepClone() };

    private static void SetAdoptedBy(JsonObject patch, string? selector) =>
        patch["metadata"]!["annotations"] = new JsonObject { [ExposedApi.ScopeAnnotation] = selector };

    private static JsonObject FinalizersPatch(IReadOnlyList<string> finalizers) => new()
    {
        ["metadata"] = new JsonObject { ["finalizers"] = JsonSerializer.SerializeToNode(finalizers) },
    };
}
