using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Domain.Configuration;
using ApiBridge.Reconciliation.Gateway;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>The ExposedAPIs of a cluster, at whatever versions it serves them.</summary>
internal sealed class ExposedApiStore(
    ResourceClient client,
    ResourceDiscovery discovery,
    EventRecorder events,
    IOptions<ResourceOptions> resource,
    IOptions<GatewayOptions> gateway) : IExposedApiStore
{
    // Each new API asks for all there are: a burst would cost the square of itself.
    private readonly SharedCalls<(GroupVersionResource Resource, string Namespace), ValueTuple, ClaimedNames> _claims = new(
        async (scope, _) => new(await client.ListAsync(
            scope.Resource, scope.Namespace.Length > 0 ? scope.Namespace : null, labelSelector: null, CancellationToken.None)));

    public async Task<ExposedApi?> FindAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var served = (await ServedAsync(cancellationToken))[0];
        return await client.FindAsync(served.Resource, key.Namespace, key.Name, cancellationToken) is { } found
            ? ExposedApi.Parse(found)
            : null;
    }

    public async Task<IReadOnlyList<ExposedApi>> ListClaimantsAsync(string ns, string name, string path, CancellationToken cancellationToken)
    {
        var served = (await ServedAsync(cancellationToken))[0];
        var scope = gateway.Value.IsPerNamespace ? ns : string.Empty;
        return (await _claims.ReadAsync((served.Resource, scope), default, cancellationToken)).Of(name, path);
    }

    public async Task<ExposedApi> AdoptAsync(ExposedApi api, IReadOnlyList<string> finalizers, CancellationToken cancellationToken)
    {
        var firstSight = api.Status.Ready is null;
        var notReady = new JsonObject { ["implementation"] = new JsonObject { ["ready"] = false } };
        var hasStatus = (await ServedAsync(cancellationToken))[0].HasStatus;
        var patch = FinalizersPatch(finalizers);
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
        return await PatchAsync(api, new JsonObject { ["status"] = statusPatch.DeepClone() }, hasStatus, cancellationToken);
    }

    public async Task ReleaseAsync(ExposedApi api, JsonObject statusPatch, CancellationToken cancellationToken)
    {
        var hasStatus = (await ServedAsync(cancellationToken))[0].HasStatus;
        var held = hasStatus ? await PatchStatusAsync(api, statusPatch, cancellationToken) : api;
        var patch = FinalizersPatch([.. api.Finalizers.Where(finalizer => finalizer != ExposedApi.Finalizer)]);
        if (!hasStatus)
        {
            patch["status"] = statusPatch.DeepClone();
        }

        await PatchAsync(held, patch, status: false, cancellationToken);
    }

    public async Task WarnAsync(ExposedApi api, string reason, string message, CancellationToken cancellationToken)
    {
        var served = (await ServedAsync(cancellationToken))[0];
        await events.WarnAsync(api.Key, served.Resource, reason, message, cancellationToken);
    }

    // With conversion strategy None an object may be stored in a shape that one version's schema refuses and another's takes.
    private async Task<ExposedApi> PatchAsync(ExposedApi api, JsonObject patch, bool status, CancellationToken cancellationToken)
    {
        var metadata = patch["metadata"] as JsonObject ?? [];
        metadata["resourceVersion"] = api.ResourceVersion;
        patch["metadata"] = metadata;
        RejectedPatchException? rejection = null;
        foreach (var served in await ServedAsync(cancellationToken))
        {
            try
            {
                var patched = await client.PatchAsync(
                    served.Resource, api.Key.Namespace, api.Key.Name, patch, V1Patch.PatchType.MergePatch, status, cancellationToken);
                return ExposedApi.Parse(patched);
            }
            catch (RejectedPatchException exception)
            {
                rejection ??= exception;
            }
        }

        throw rejection!;
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

    private static JsonObject FinalizersPatch(IReadOnlyList<string> finalizers) => new()
    {
        ["metadata"] = new JsonObject { ["finalizers"] = JsonSerializer.SerializeToNode(finalizers) },
    };
}
