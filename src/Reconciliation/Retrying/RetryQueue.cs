using ApiBridge.Domain;
using ApiBridge.Shared.Storage;

namespace ApiBridge.Reconciliation.Retrying;

/// <summary>The queue of delayed retries. It is apart from the live one so that what waits does not scale anything out.</summary>
internal sealed class RetryQueue(Queues queues) : IRetryQueue
{
    public Task EnqueueAsync(ApiEvent apiEvent, TimeSpan delay, CancellationToken cancellationToken) =>
        queues.SendAsync(queues.Names.RetryQueue, new BinaryData(ApiEventCodec.Encode(apiEvent)), delay, cancellationToken);
}
