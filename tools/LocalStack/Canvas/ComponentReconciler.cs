using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using ApiBridge.Domain;

namespace ApiBridge.LocalStack.Canvas;

/// <summary>Makes the ExposedAPIs of one Component what its spec says, and its status what they say.</summary>
internal sealed class ComponentReconciler(
    CanvasApi canvas, ComponentOperatorOptions options, TimeProvider timeProvider, ILogger logger)
{
    private readonly ConcurrentDictionary<string, long> _createdAt = new(StringComparer.Ordinal);

    /// <summary>Reconciles once.</summary>
    /// <returns>When to come back, for entries that are not to be written yet; null for not by itself.</returns>
    /// <exception cref="HttpRequestException">The API server refused something; come back later.</exception>
    public async Task<TimeSpan?> ReconcileAsync(ComponentKey key, CancellationToken cancellationToken)
    {
        if (await ReadAsync(key, cancellationToken) is not { } component)
        {
            return null;
        }

        var apis = await ReconcileApisAsync(key, component, cancellationToken);
        return await ReportAsync(key, component, apis, cancellationToken);
    }

    private async Task<JsonObject?> ReadAsync(ComponentKey key, CancellationToken cancellationToken)
    {
        var component = await canvas.GetAsync(CanvasApi.Components, key.Namespace, key.Name, cancellationToken);
        return component is null || IsBeingDeleted(component) ? null : component;
    }

    private async Task<List<(ComponentSegment Segment, JsonObject Api)>> ReconcileApisAsync(
        ComponentKey key, JsonObject component, CancellationToken cancellationToken)
    {
        var wanted = ExposedApiTemplate.Of(component);
        var live = await OwnedAsync(key, component, cancellationToken);
        foreach (var (name, _) in live.Where(pair => wanted.All(template => template.Name != pair.Key) && !IsBeingDeleted(pair.Value)))
        {
            await canvas.DeleteAsync(CanvasApi.ExposedApis, key.Namespace, name, cancellationToken);
            logger.ExposedApiDeleted(key.Namespace, name);
        }

        var apis = new List<(ComponentSegment, JsonObject)>();
        foreach (var template in wanted)
        {
            if (!live.TryGetValue(template.Name, out var api))
            {
                apis.Add((template.Segment, await CreateAsync(key, template, cancellationToken)));
            }
            else if (!IsBeingDeleted(api))
            {
                apis.Add((template.Segment, await UpdateAsync(key, template, api, cancellationToken)));
            }
        }

        return apis;
    }

    private async Task<Dictionary<string, JsonObject>> OwnedAsync(
        ComponentKey key, JsonObject component, CancellationToken cancellationToken)
    {
        var list = await canvas.ListAsync(
            CanvasApi.ExposedApis, key.Namespace, $"{ComponentReference.Label}={key.Name}", cancellationToken);
        var uid = CanvasApi.Text(component, "metadata", "uid");
        return (list["items"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(api => (api["metadata"]?["ownerReferences"] as JsonArray ?? []).Any(owner => CanvasApi.Text(owner, "uid") == uid))
            .ToDictionary(api => CanvasApi.Text(api, "metadata", "name"), StringComparer.Ordinal);
    }

    private async Task<JsonObject> CreateAsync(ComponentKey key, ExposedApiTemplate template, CancellationToken cancellationToken)
    {
        var created = await canvas.CreateAsync(CanvasApi.ExposedApis, key.Namespace, template.Body, cancellationToken);
        _createdAt[CanvasApi.Text(created, "metadata", "uid")] = timeProvider.GetTimestamp();
        logger.ExposedApiCreated(key.Namespace, template.Name);
        return created;
    }

    private async Task<JsonObject> UpdateAsync(
        ComponentKey key, ExposedApiTemplate template, JsonObject api, CancellationToken cancellationToken)
    {
        if (MergeDifference.Between(api["spec"] as JsonObject ?? [], template.Spec) is not { } difference)
        {
            return api;
        }

        logger.ExposedApiUpdated(key.Namespace, template.Name);
        return await canvas.MergePatchAsync(
            CanvasApi.ExposedApis, key.Namespace, template.Name, new JsonObject { ["spec"] = difference }, cancellationToken);
    }

    private async Task<TimeSpan?> ReportAsync(
        ComponentKey key, JsonObject component, List<(ComponentSegment Segment, JsonObject Api)> apis, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await TryReportAsync(key, component, apis, cancellationToken);
            }
            catch (HttpRequestException exception) when (exception.StatusCode == HttpStatusCode.Conflict)
            {
                // Others write into the same lists: read what they wrote and decide again.
                if (await ReadAsync(key, cancellationToken) is not { } again)
                {
                    return null;
                }

                component = again;
            }
        }
    }

    private async Task<TimeSpan?> TryReportAsync(
        ComponentKey key, JsonObject component, List<(ComponentSegment Segment, JsonObject Api)> apis, CancellationToken cancellationToken)
    {
        TimeSpan? comeBack = null;
        var current = component["status"] as JsonObject;
        var status = ComponentStatus.Of(current, apis, IsWithheld);
        if (MergeDifference.Between(current ?? [], status) is { } difference)
        {
            var patch = new JsonObject
            {
                ["metadata"] = new JsonObject { ["resourceVersion"] = CanvasApi.Text(component, "metadata", "resourceVersion") },
                ["status"] = difference,
            };
            await canvas.MergePatchAsync(CanvasApi.Components, key.Namespace, key.Name, patch, cancellationToken);
            logger.StatusWritten(key);
        }

        return comeBack;

        bool IsWithheld(JsonObject api)
        {
            var uid = CanvasApi.Text(api, "metadata", "uid");
            if (!_createdAt.TryGetValue(uid, out var createdAt))
            {
                return false;
            }

            var left = options.EntryDelay - timeProvider.GetElapsedTime(createdAt);
            if (left > TimeSpan.Zero)
            {
                comeBack = left;
                return true;
            }

            _createdAt.TryRemove(uid, out _);
            return false;
        }
    }

    private static bool IsBeingDeleted(JsonObject body) => CanvasApi.Text(body, "metadata", "deletionTimestamp").Length > 0;
}
