using ApiBridge.Domain;
using ApiBridge.Shared.Storage;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.CommandLine.Tests;

/// <summary>A set of queues in the real Azurite, and the program to run on them.</summary>
public abstract class PoisonTest(AzuriteFixture azurite)
{
    private readonly string _name = AzuriteFixture.NewQueueName();

    protected FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    protected StringWriter Output { get; } = new();

    protected StringWriter Error { get; } = new();

    protected QueueClient Live => azurite.RawClient(_name);

    protected QueueClient DeadLetters => azurite.RawClient(Names.DeadLetterQueue);

    protected QueueClient Retries => azurite.RawClient(Names.RetryQueue);

    protected QueueClient Poisoned => azurite.RawClient($"{_name}-poison");

    internal QueueNames Names => new() { EventsQueue = _name, RetryQueue = $"{_name}-r", DeadLetterQueue = $"{_name}-d" };

    private protected string ConnectionString => azurite.ConnectionString;

    protected Task<int> RunAsync(string command, string answer = "") => new Application(new StringReader(answer), Output, Error, Time).RunAsync(
        [
            "poison", .. command.Split(' '), "--storage", ConnectionString, "--events-queue", Names.EventsQueue,
            "--retry-queue", Names.RetryQueue, "--dead-letter-queue", Names.DeadLetterQueue,
        ],
        TestContext.Current.CancellationToken);

    /// <summary>Has an event given up.</summary>
    protected Task<ApiEvent> GiveUpAsync(string name, EventReason reason = EventReason.Changed) => GiveUpAsync(new ApiEvent
    {
        Id = Guid.NewGuid().ToString(),
        Source = "/clusters/test/apis/oda.tmforum.org/exposedapis",
        Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Key = new("shop", name, "u-1"),
        Reason = reason,
        Attempt = 7,
        ResourceVersion = "42",
    });

    /// <summary>Keeps a text, whatever it is.</summary>
    protected static async Task<string> KeepAsync(QueueClient queue, string text)
    {
        await queue.CreateIfNotExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
        return (await queue.SendMessageAsync(text, TestContext.Current.CancellationToken)).Value.MessageId;
    }

    /// <summary>Every message that a worker could take at this moment.</summary>
    protected static async Task<IReadOnlyList<QueueMessage>> VisibleAsync(QueueClient queue)
    {
        List<QueueMessage> visible = [];
        if (await queue.ExistsAsync(TestContext.Current.CancellationToken))
        {
            while ((await queue.ReceiveMessagesAsync(32, TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken)).Value is { Length: > 0 } batch)
            {
                visible.AddRange(batch);
            }
        }

        return visible;
    }

    protected static ApiEvent EventIn(QueueMessage message) => ApiEventCodec.Decode(Convert.FromBase64String(message.MessageText));

    protected static async Task<IEnumerable<string>> KeysInAsync(QueueClient queue) =>
        (await VisibleAsync(queue)).Select(message => EventIn(message).Key.Name).Order(StringComparer.Ordinal);

    private async Task<ApiEvent> GiveUpAsync(ApiEvent apiEvent)
    {
        await KeepAsync(DeadLetters, Convert.ToBase64String(ApiEventCodec.Encode(apiEvent).Span));
        return apiEvent;
    }
}
