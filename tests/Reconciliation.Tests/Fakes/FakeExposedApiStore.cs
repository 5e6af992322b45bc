using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;

namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>One worker's sight of the cluster.</summary>
internal sealed class FakeExposedApiStore(FakeCluster cluster, Steps steps) : IExposedApiStore
{
    /// <summary>How many objects were written, Events not counted.</summary>
    public int Writes { get; private set; }

    public bool IsDown { get; set; }

    /// <summary>How a read of one object fails; null, or nothing for an object, where it does not.</summary>
    public Func<ObjectKey, Exception?>? ReadFailure { get; set; }

    /// <summary>Whom it read, in order: <c>namespace/name</c>.</summary>
    public List<string> Reads { get; } = [];

    /// <summary>How often it listed.</summary>
    public int Lists { get; private set; }

    /// <summary>The Kubernetes Events: object and reason.</summary>
    public List<(string Name, string Reason, string Message)> Warnings { get; } = [];

    public Task<ExposedApi?> FindAsync(ObjectKey key, CancellationToken cancellationToken) =>
        CallAsync(
            "read",
            () =>
            {
                Reads.Add(key.ToString());
                return ReadFailure?.Invoke(key) is { } failure ? throw failure : cluster.Find(key.Namespace, key.Name);
            },
            cancellationToken);

    public Task<ApiListing> ListAsync(string? ns, CancellationToken cancellationToken) =>
        CallAsync<ApiListing>(
            "list",
            () =>
            {
                Lists++;
                return new([.. cluster.All.Where(api => ns is null || api.Key.Namespace == ns)], []);
            },
            cancellationToken);

    public async Task<ExposedApi> AdoptAsync(ExposedApi api, IReadOnlyList<string> finalizers, string selector, CancellationToken cancellationToken)
    {
        var patch = Finalizers(finalizers);
        if (selector.Length > 0)
        {
            patch["metadata"]!["annotations"] = new JsonObject { [ExposedApi.ScopeAnnotation] = selector };
        }

        var notReady = new JsonObject { ["implementation"] = new JsonObject { ["ready"] = false } };
        if (api.Status.Ready is not null)
        {
            return await PatchAsync("adopt", api, patch, cancellationToken);
        }

        if (!cluster.HasStatus)
        {
            patch["status"] = notReady;
            return await PatchAsync("adopt", api, patch, cancellationToken);
        }

        return await PatchStatusAsync(await PatchAsync("adopt", api, patch, cancellationToken), notReady, cancellationToken);
    }

    public Task<ExposedApi> PatchStatusAsync(ExposedApi api, JsonObject statusPatch, CancellationToken cancellationToken) =>
        PatchAsync("status", api, new JsonObject { ["status"] = statusPatch.DeepClone() }, cancellationToken);

    public Task ReleaseAsync(ExposedApi api, IReadOnlyList<string> finalizers, JsonObject statusPatch, CancellationToken cancellationToken) =>
        LetGoAsync(api, Finalizers(finalizers), statusPatch, cancellationToken);

    public Task LeaveAsync(ExposedApi api, IReadOnlyList<string> finalizers, JsonObject statusPatch, CancellationToken cancellationToken)
    {
        var patch = Finalizers(finalizers);
        patch["metadata"]!["annotations"] = new JsonObject { [ExposedApi.ScopeAnnotation] = null };
        return LetGoAsync(api, patch, statusPatch, cancellationToken);
    }

    private async Task LetGoAsync(ExposedApi api, JsonObject patch, JsonObject statusPatch, CancellationToken cancellationToken)
    {
        var held = cluster.HasStatus ? await PatchStatusAsync(api, statusPatch, cancellationToken) : api;
        if (!cluster.HasStatus)
        {
            patch["status"] = statusPatch.DeepClone();
        }

        await PatchAsync("release", held, patch, cancellationToken);
    }

    public Task WarnAsync(ExposedApi api, string reason, string message, CancellationToken cancellationToken) =>
        CallAsync(
            "warn",
            () =>
            {
                Warnings.Add((api.Key.Name, reason, message));
                return true;
            },
            cancellationToken);

    public Task WarnAsync(UnreadableObjectException problem, CancellationToken cancellationToken) =>
        CallAsync(
            "warn",
            () =>
            {
                Warnings.Add((problem.Found.Name, ConditionReasons.Unreadable, problem.Found.Reason));
                return true;
            },
            cancellationToken);

    private Task<ExposedApi> PatchAsync(string what, ExposedApi api, JsonObject patch, CancellationToken cancellationToken) => CallAsync(
        what,
        () =>
        {
            var (patched, changed) = cluster.Patch(api, patch);
            Writes += changed ? 1 : 0;
            return patched;
        },
        cancellationToken);

    private async Task<T> CallAsync<T>(string what, Func<T> call, CancellationToken cancellationToken)
    {
        await steps.AtAsync(what, cancellationToken);
        if (IsDown)
        {
            throw new ClusterUnavailableException($"could not {what}", new HttpRequestException("connection refused"));
        }

        var answer = call();
        await steps.AtAsync($"{what} done", cancellationToken);
        return answer;
    }

    private static JsonObject Finalizers(IReadOnlyList<string> finalizers) => new()
    {
        ["metadata"] = new JsonObject { ["finalizers"] = JsonSerializer.SerializeToNode(finalizers) },
    };
}
