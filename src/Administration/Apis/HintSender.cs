using ApiBridge.Domain;
using ApiBridge.Shared.Storage;

namespace ApiBridge.Administration.Apis;

/// <summary>Sends workers to look at an API, by the live queue, as the bridge does.</summary>
/// <param name="apis">The cluster.</param>
/// <param name="queues">The queues.</param>
/// <param name="cluster">The cluster's name; empty where it has none.</param>
/// <param name="time">The clock.</param>
public sealed class HintSender(ClusterApis apis, Queues queues, string cluster, TimeProvider time)
{
    private string? _source;

    /// <summary>The live queue's name.</summary>
    public string Queue => queues.Names.EventsQueue;

    /// <summary>Sends one.</summary>
    /// <param name="api">The API.</param>
    /// <param name="request">What is asked for beyond a look.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends once the queue holds it.</returns>
    public async Task SendAsync(ExposedApi api, Func<ApiEvent, ApiEvent> request, CancellationToken cancellationToken)
    {
        _source ??= EventSource.Of(cluster.Length > 0 ? cluster : apis.Host, await apis.ResourceAsync(cancellationToken));
        var hint = new ApiEvent
        {
            Id = Guid.CreateVersion7().ToString(),
            Source = _source,
            Time = time.GetUtcNow(),
            Key = api.Key,
            Reason = EventReason.Changed,
            ResourceVersion = api.ResourceVersion,
        };
        await queues.SendAsync(Queue, new(ApiEventCodec.Encode(request(hint))), TimeSpan.Zero, cancellationToken);
    }
}
