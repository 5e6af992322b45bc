using ApiBridge.Domain;
using Azure.Storage.Queues;

namespace ApiBridge.EventBridge.Tests;

/// <summary>Takes the messages of a queue as a worker does.</summary>
internal static class MessageReader
{
    /// <summary>Takes what is there.</summary>
    public static async Task<List<ApiEvent>> TakeAsync(this QueueClient queue)
    {
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
    public static async Task<List<ApiEvent>> TakeAsync(this QueueClient queue, int count)
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
