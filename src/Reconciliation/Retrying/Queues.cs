using System.Collections.Concurrent;
using Azure.Storage.Queues;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Retrying;

/// <summary>The Storage queues that a worker writes to, each created when it is first needed.</summary>
internal sealed class Queues(QueueServiceClient service, IOptions<QueueOptions> options)
{
    private readonly ConcurrentDictionary<string, QueueClient> _open = new(StringComparer.Ordinal);

    public QueueOptions Options => options.Value;

    public async Task<QueueClient> OpenAsync(string name, CancellationToken cancellationToken)
    {
        if (!_open.TryGetValue(name, out var queue))
        {
            queue = service.GetQueueClient(name);
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            _open[name] = queue;
        }

        return queue;
    }
}
