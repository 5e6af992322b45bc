using ApiBridge.EventBridge.Queueing;
using ApiBridge.Shared.Storage;
using Azure.Storage.Queues;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.EventBridge.Tests.Queueing;

/// <summary>For how long messages have been there to be taken, in queues of a real queue service.</summary>
public sealed class QueueAgesTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // The clock of the service is not ours to set: a second more or less is not seen here.
    private static readonly TimeSpan Blur = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly QueueNames _names = new() { EventsQueue = AzuriteFixture.NewQueueName(), RetryQueue = AzuriteFixture.NewQueueName() };
    private readonly QueueClient _live;
    private readonly QueueClient _retries;
    private readonly QueueAges _ages;

    public QueueAgesTests(AzuriteFixture azurite)
    {
        ArgumentNullException.ThrowIfNull(azurite);
        (_live, _retries) = (azurite.RawClient(_names.EventsQueue), azurite.RawClient(_names.RetryQueue));
        _ages = new(RawQueues.Open(new() { ConnectionString = azurite.ConnectionString }, TestOptions.Of(_names)), _time, NullLogger<QueueAges>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TimeSpan Live => _ages.Ages[_names.EventsQueue];

    private TimeSpan Retries => _ages.Ages[_names.RetryQueue];

    public async ValueTask InitializeAsync()
    {
        await _live.CreateAsync(cancellationToken: Token);
        await _retries.CreateAsync(cancellationToken: Token);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task AQueueWithNothingToTakeHasNoAge()
    {
        await _retries.SendMessageAsync("put off", visibilityTimeout: TimeSpan.FromHours(1), cancellationToken: Token);
        await _live.SendMessageAsync("in work", Token);
        await _live.ReceiveMessageAsync(TimeSpan.FromHours(1), Token);
        _time.Advance(Minute);

        await _ages.ReadAsync(Token);

        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (Live, Retries));
    }

    [Fact]
    public async Task AMessageOfTheLiveQueueThatNobodyTookIsAsOldAsItIsThoughTheBridgeIsNew()
    {
        await _live.SendMessageAsync("no base64 at all {", Token);
        _time.Advance(10 * Minute);

        await _ages.ReadAsync(Token);

        Assert.InRange(Live, (10 * Minute) - Blur, (10 * Minute) + Blur);
    }

    [Fact]
    public async Task AMessageThatWasPutOffOrGivenBackIsAsOldAsItHasBeenSeen()
    {
        await _retries.SendMessageAsync("put off, and due by now", Token);
        await _live.SendMessageAsync("given back", Token);
        await _live.ReceiveMessageAsync(TimeSpan.FromSeconds(1), Token);
        await Deadline.UntilAsync(async () => (await _live.PeekMessageAsync(Token)).Value, peeked => peeked is not null, "it was given back");
        _time.Advance(10 * Minute);

        await _ages.ReadAsync(Token);
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (Live, Retries));

        _time.Advance(Minute);
        await _retries.SendMessageAsync("a younger one", Token);
        await _ages.ReadAsync(Token);
        Assert.Equal((Minute, Minute), (Live, Retries));
    }

    [Fact]
    public async Task AQueueThatIsNotThereYetHasNothingToTake()
    {
        await _retries.DeleteAsync(Token);

        await _ages.ReadAsync(Token);

        Assert.Equal(TimeSpan.Zero, Retries);
    }
}
