using ApiBridge.Domain;
using Azure.Storage.Queues;
using Xunit;

namespace ApiBridge.TestServers;

/// <summary>Takes the messages of a queue as a worker does.</summary>
public static class MessageReader
{
    /// <summary>Takes what is there.</summary>
    /// <param name="queue">The queue, which need not be there yet.</param>
    public static async Task<IReadOnlyList<ApiEvent>> TakeAsync(this QueueClient queue)
    {
        ArgumentNullException.ThrowIfNull(queue);
        var token = TestContext.Current.CancellationToken;
        List<ApiEvent> events = [];
        if (!await queue.ExistsAsync(token))
        {
            return events;
        }

        while ((await queue.ReceiveMessagesAsync(32, TimeSpan.FromMinutes(1), token)).Value is { Length: > 0 } messages)
        {
            foreach (var message in messages)
            {
                events.Add(ApiEventCodec.Decode(message.Body.ToMemory()));
                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, token);
            }
        }

        return events;
    }

    /// <summary>Takes until so many came.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="count">How many.</param>
    public static async Task<IReadOnlyList<ApiEvent>> TakeAsync(this QueueClient queue, int count)
    {
        List<ApiEvent> events = [];
        await Deadline.UntilAsync(
            async () =>
            {
                events.AddRange(await queue.TakeAsync());
                return events.Count >= count;
            },
            $"{count} messages came");
        return events;
    }
}
