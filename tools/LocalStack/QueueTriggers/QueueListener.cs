using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace ApiBridge.LocalStack.QueueTriggers;

/// <summary>Fetches one queue's messages and keeps as many in work as the settings allow.</summary>
internal sealed class QueueListener(
    QueueClient queue,
    QueueInvocation invocation,
    QueueTriggerOptions options,
    QueueTriggerCounters counters,
    TimeProvider timeProvider,
    ILogger logger)
{
    private static readonly TimeSpan LastFetch = TimeSpan.FromSeconds(3);

    private readonly PollingBackoff _backoff =
        new(QueueTriggerOptions.ShortestPollingInterval, options.MaxPollingInterval, Random.Shared);

    private readonly List<Task> _running = [];

    /// <summary>Listens until it is told to stop, then drains.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        using var functions = new CancellationTokenSource();
        try
        {
            await ListenAsync(functions.Token, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await DrainAsync(functions);
        }
    }

    private async Task ListenAsync(CancellationToken functionToken, CancellationToken stoppingToken)
    {
        // A request under way gets a moment more: messages leased by one whose answer is lost stay hidden for minutes.
        using var fetching = new CancellationTokenSource(Timeout.InfiniteTimeSpan, timeProvider);
        await using var stopping = stoppingToken.Register(() => fetching.CancelAfter(LastFetch));
        var foundMessages = false;
        while (true)
        {
            var batch = await FetchAsync(fetching.Token, stoppingToken);
            _running.AddRange(batch.Select(message => invocation.RunAsync(message, functionToken)));
            if (batch.Length == 0)
            {
                _running.RemoveAll(task => task.IsCompleted);
                await Task.Delay(_backoff.Next(foundMessages), timeProvider, stoppingToken);
                foundMessages = false;
            }
            else
            {
                foundMessages = true;
                await RoomForABatchAsync(stoppingToken);
            }
        }
    }

    /// <returns>No messages also when the queue is missing or does not answer: it is looked for again later.</returns>
    private async Task<QueueMessage[]> FetchAsync(CancellationToken fetchToken, CancellationToken stoppingToken)
    {
        stoppingToken.ThrowIfCancellationRequested();
        try
        {
            var response = await queue.ReceiveMessagesAsync(options.BatchSize, options.LeaseDuration, fetchToken);
            return response.Value;
        }
        catch (RequestFailedException exception) when (StorageErrors.IsLost(exception))
        {
            logger.QueueMissing(queue.Name);
            return [];
        }
#pragma warning disable CA1031 // The loop must outlive whatever a broken queue service answers.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.NotFetched(exception, queue.Name);
            return [];
        }
    }

    private async Task RoomForABatchAsync(CancellationToken stoppingToken)
    {
        while (_running.Count > options.NewBatchThreshold)
        {
            await Task.WhenAny(_running).WaitAsync(stoppingToken);
            _running.RemoveAll(task => task.IsCompleted);
        }
    }

    private async Task DrainAsync(CancellationTokenSource functions)
    {
        logger.Draining(queue.Name, counters.InFlight);
        var all = Task.WhenAll(_running);
        try
        {
            await all.WaitAsync(options.DrainTimeout, timeProvider, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            logger.CancellingFunctions(queue.Name, counters.InFlight);
            await functions.CancelAsync();
            await all;
        }
    }
}
