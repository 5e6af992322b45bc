using ApiBridge.Reconciliation.Poison;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.Shared.Storage;
using ApiBridge.TestServers;
using Azure.Storage.Queues;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Tests.Poison;

/// <summary>A test with queues of its own on a real Azurite, one of them with what the Functions host gave up.</summary>
[Collection("Poison")]
public abstract class PoisonTest : IDisposable
{
    private readonly AzuriteFixture _azurite;
    private readonly ILoggerFactory _loggers;

    protected PoisonTest(AzuriteFixture azurite)
    {
        _azurite = azurite;
        var name = AzuriteFixture.NewQueueName();
        Names = new() { EventsQueue = name, RetryQueue = $"{name}-r", DeadLetterQueue = $"{name}-d" };
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(Log));
    }

    private protected World World { get; } = new();

    /// <summary>What was logged.</summary>
    private protected LineLog Log { get; } = new();

    private protected QueueNames Names { get; }

    private protected QueueClient Kept => Raw(Names.DeadLetterQueue);

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public void Dispose()
    {
        _loggers.Dispose();
        Log.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A queue, as the texts of its messages are on the wire.</summary>
    private protected QueueClient Raw(string queue) => _azurite.RawClient(queue);

    /// <summary>Puts a message into a poison queue, with the seven days that the host gives it.</summary>
    private protected async Task GiveUpAsync(string queue, string text)
    {
        await Raw(queue).CreateIfNotExistsAsync(cancellationToken: Token);
        await Raw(queue).SendMessageAsync(text, timeToLive: TimeSpan.FromDays(7), cancellationToken: Token);
    }

    private protected static async Task<int> CountAsync(QueueClient queue) => (await queue.GetPropertiesAsync(Token)).Value.ApproximateMessagesCount;

    private protected PoisonMover Mover(UnreliableStorage? storage = null)
    {
        var queues = new RawQueues((storage ?? new()).Open(_azurite.ConnectionString), Options.Create(Names));
        var options = Options.Create(World.Reconcile);
        return new(
            queues,
            new(World.Intake, World.Worker.Store, World.Entries, queues, options, World.Time, NullLogger<PoisonedEventHandler>.Instance),
            options,
            World.Time,
            Logger<PoisonMover>());
    }

    private protected ILogger<T> Logger<T>() => _loggers.CreateLogger<T>();
}
