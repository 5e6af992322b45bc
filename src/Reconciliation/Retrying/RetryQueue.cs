using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Retrying;

/// <summary>The queue of delayed retries. It is apart from the live one so that what waits does not scale anything out.</summary>
internal sealed class RetryQueue(Queues queues) : IRetryQueue
{
    // A retry that expired would be a lost event.
    private static readonly TimeSpan NeverExpires = TimeSpan.FromSeconds(-1);

    public async Task EnqueueAsync(ApiEvent apiEvent, TimeSpan delay, CancellationToken cancellationToken)
    {
        var queue = await queues.OpenAsync(queues.Options.RetryQueue, cancellationToken);
        await queue.SendMessageAsync(
            new BinaryData(ApiEventCodec.Encode(apiEvent)), visibilityTimeout: delay, timeToLive: NeverExpires, cancellationToken: cancellationToken);
    }
}
