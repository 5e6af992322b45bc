using System.Diagnostics.Metrics;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Queueing;
using ApiBridge.LocalStack.Azurite;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ApiBridge.EventBridge.Tests.Queueing;

public sealed class QueueForwarderTests : IDisposable
{
    private static readonly ObjectKey Key = new("components", "catalog", "uid-1");
    private readonly AzuriteFixture _azurite;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly QueueStatus _status = new();
    private readonly string _name = AzuriteFixture.NewQueueName();
    private readonly Outbox _outbox = new(TestOptions.Of(TestOptions.Queue), TimeProvider.System, Random.Shared);

    public QueueForwarderTests(AzuriteFixture azurite) => _azurite = azurite;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _outbox.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task AHintArrivesAsACloudEventThatAWorkerDecodes()
    {
        var registration = JsonDocument.Parse("""{"name":"catalog","path":"/c","implementation":"svc","port":8080}""").RootElement;
        await using var running = Start(_azurite.ConnectionString);
        _outbox.Add(Key, new(EventReason.Deleted, "/clusters/c/apis/g/v1/exposedapis", "42", ApiRegistration.Read(registration)!.ToJson()));

        var sent = Assert.Single(await AzuriteFixture.Client(_azurite.ConnectionString, _name).TakeAsync(1));

        Assert.Equal((Key, EventReason.Deleted, "42"), (sent.Key, sent.Reason, sent.ResourceVersion));
        Assert.Equal("/clusters/c/apis/g/v1/exposedapis", sent.Source);
        Assert.Equal("/c", sent.LastRegistration!.Path);
        Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$", sent.TraceParent);
    }

    [Fact]
    public async Task MessagesNeverExpire()
    {
        await using var running = Start(_azurite.ConnectionString);
        _outbox.Add(Key, new(EventReason.Changed, "/s", "1"));
        var client = AzuriteFixture.Client(_azurite.ConnectionString, _name);
        await Deadline.UntilAsync(async () => await client.ExistsAsync(Token), "the queue was made");

        Azure.Storage.Queues.Models.PeekedMessage? message = null;
        await Deadline.UntilAsync(async () => (message = (await client.PeekMessageAsync(Token)).Value) is not null, "the message came");

        Assert.True(message!.ExpiresOn > TimeProvider.System.GetUtcNow().AddYears(50));
    }

    [Fact]
    public async Task ManyKeysAreEachSentOnce()
    {
        var keys = Enumerable.Range(0, 300).Select(i => Key with { Name = $"api-{i}" }).ToHashSet();
        foreach (var key in keys.Concat(keys))
        {
            _outbox.Add(key, new(EventReason.Listed, "/s", "1"));
        }

        await using var running = Start(_azurite.ConnectionString);
        await _outbox.WhenIdleAsync(Token);

        var sent = await AzuriteFixture.Client(_azurite.ConnectionString, _name).TakeAsync();
        Assert.Equal(300, sent.Count);
        Assert.Equal(keys, sent.Select(item => item.Key).ToHashSet());
    }

    [Fact]
    public async Task WhileTheQueueIsDownNothingIsLostAndNothingPilesUp()
    {
        await using var azurite = await AzuriteProcess.StartAsync(new(), TimeProvider.System, Token);
        await azurite.StopAsync();
        await using var running = Start(azurite.ConnectionString);
        for (var round = 0; round < 5; round++)
        {
            _outbox.Add(Key, new(EventReason.Changed, "/s", $"{round}"));
            _outbox.Add(Key with { Name = "other" }, new(EventReason.Listed, "/s", $"{round}"));
            await Deadline.UntilAsync(() => _outbox.Delayed > 0, "a send failed");
        }

        Assert.InRange(_outbox.Waiting + _outbox.InProgress + _outbox.Delayed, 1, 4);
        Assert.Contains("refused", _status.Error, StringComparison.OrdinalIgnoreCase);

        await azurite.RestartAsync(Token);
        var sent = await AzuriteFixture.Client(azurite.ConnectionString, _name).TakeAsync(2);

        Assert.Equal(["catalog", "other"], sent.Select(item => item.Key.Name).Order());
        Assert.All(sent, item => Assert.Equal("4", item.ResourceVersion));
        Assert.Equal(EventReason.Changed, sent.Single(item => item.Key == Key).Reason);
        await Deadline.UntilAsync(() => _status.Error is null, "the queue counts as reached");
    }

    [Fact]
    public async Task WhatIsNotAcknowledgedWhenTheTermEndsIsSentInTheNext()
    {
        await using var azurite = await AzuriteProcess.StartAsync(new(), TimeProvider.System, Token);
        await azurite.StopAsync();
        await using (var first = Start(azurite.ConnectionString))
        {
            _outbox.Add(Key, new(EventReason.Changed, "/s", "1"));
            await Deadline.UntilAsync(() => _outbox.InProgress + _outbox.Delayed > 0, "the send began");
        }

        await azurite.RestartAsync(Token);
        await using var second = Start(azurite.ConnectionString);

        Assert.Equal(Key, Assert.Single(await AzuriteFixture.Client(azurite.ConnectionString, _name).TakeAsync(1)).Key);
    }

    private Running Start(string connectionString)
    {
        var service = StorageAccount.Open(new() { ConnectionString = connectionString }, SendPolicy.Apply);
        var forwarder = new QueueForwarder(
            _outbox,
            new AsAsked(),
            new(service, TestOptions.Of(new QueueNames { EventsQueue = _name })),
            _status,
            new(_services.GetRequiredService<IMeterFactory>()),
            TestOptions.Of(TestOptions.Queue),
            TestOptions.Of(new ModeOptions()),
            TimeProvider.System,
            NullLogger<QueueForwarder>.Instance);
        return new(forwarder.RunAsync);
    }
}
