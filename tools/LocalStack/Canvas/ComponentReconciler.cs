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

    /// <summary>Does what a handler does, once.</summary>
    /// <returns>When to come back, for entries that are not to be written yet; null for not by itself.</returns>
    /// <exception cref="HttpRequestException">The API server refused something; come back later.</exception>
    public async Task<TimeSpan?> HandleAsync(OperatorWork work, CancellationToken cancellationToken)
    {
        var key = work.Component;
        if (await ReadAsync(key, cancellationToken) is not { } component)
        {
            return null;
        }

        if (work.Handler is OperatorHandler.Summary)
        {
            await SumUpAsync(key, component, cancellationToken);
            return null;
        }

        var apis = await ReconcileApisAsync(key, component, cancellationToken);
        var (status, comeBack) = StatusOf(component, apis);
        if (work.Handler is OperatorHandler.Spec)
        {
            await Task.Delay(options.WritePause, timeProvider, cancellationToken);
        }

        await WriteAsync(key, ComponentStatus.Patch(status), cancellationToken);
        return comeBack;
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
            await DeleteAsync(key, name, cancellationToken);
        }

        var apis = new List<(ComponentSegment, JsonObject)>();
        foreach (var template in wanted)
        {
            if (!live.TryGetValue(template.Name, out var api))
            {
                if (await CreateAsync(key, template, cancellationToken) is { } created)
                {
                    apis.Add((template.Segment, created));
                }
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

    // Another handler may be at the same.
    private async Task DeleteAsync(ComponentKey key, string name, CancellationToken cancellationToken)
    {
        try
        {
            await canvas.DeleteAsync(CanvasApi.ExposedApis, key.Namespace, name, cancellationToken);
            logger.ExposedApiDeleted(key.Namespace, name);
        }
        catch (HttpRequestException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
        }
    }

    private async Task<JsonObject?> CreateAsync(ComponentKey key, ExposedApiTemplate template, CancellationToken cancellationToken)
    {
        JsonObject created;
        try
        {
            created = await canvas.CreateAsync(CanvasApi.ExposedApis, key.Namespace, template.Body, cancellationToken);
        }
        catch (HttpRequestException exception) when (exception.StatusCode == HttpStatusCode.Conflict)
        {
            return await canvas.GetAsync(CanvasApi.ExposedApis, key.Namespace, template.Name, cancellationToken);
        }

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

    // The real one writes what it read, whole and without a resourceVersion: whoever wrote meanwhile has written for nothing.
    private async Task WriteAsync(ComponentKey key, JsonObject status, CancellationToken cancellationToken)
    {
        await canvas.MergePatchAsync(CanvasApi.Components, key.Namespace, key.Name, new JsonObject { ["status"] = status }, cancellationToken);
        logger.StatusWritten(key);
    }

    private async Task SumUpAsync(ComponentKey key, JsonObject component, CancellationToken cancellationToken)
    {
        if (component["status"] is JsonObject current && ComponentStatus.SummaryOf(component) is { } summary && !JsonNode.DeepEquals(current[ComponentStatus.Summary], summary))
        {
            await WriteAsync(key, new JsonObject { [ComponentStatus.Summary] = summary }, cancellationToken);
        }
    }

    private (JsonObject Status, TimeSpan? ComeBack) StatusOf(JsonObject component, List<(ComponentSegment Segment, JsonObject Api)> apis)
    {
        TimeSpan? comeBack = null;
        return (ComponentStatus.Of(component["status"] as JsonObject, apis, IsWithheld), comeBack);

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
