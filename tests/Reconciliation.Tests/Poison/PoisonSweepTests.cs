using ApiBridge.Reconciliation.Poison;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.Shared.Storage;
using ApiBridge.TestServers;
using Azure.Core;
using Azure.Storage.Queues;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Tests.Poison;

/// <summary>The poison queues are looked after for as long as a worker runs.</summary>
[Collection("Poison")]
public sealed class PoisonSweepTests : IDisposable
{
    private readonly AzuriteFixture _azurite;
    private readonly World _world = new();
    private readonly LineLog _log = new();
    private readonly QueueNames _names;

    public PoisonSweepTests(AzuriteFixture azurite)
    {
        _azurite = azurite;
        var name = AzuriteFixture.NewQueueName();
        _names = new() { EventsQueue = name, RetryQueue = $"{name}-r", DeadLetterQueue = $"{name}-d" };
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private QueueClient Poisoned => _azurite.RawClient($"{_names.RetryQueue}-poison");

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task WhatWaitsWhenAWorkerStartsIsMovedAtOnceAndWhatComesLaterAtTheNextLook()
    {
        await GiveUpAsync("before!");
        using var sweep = Sweep();
        await sweep.StartAsync(Token);
        await HoldsAsync(1, TimeSpan.Zero);

        await GiveUpAsync("later!");

        await HoldsAsync(2, TimeSpan.FromSeconds(1));
        await sweep.StopAsync(Token);
    }

    [Fact]
    public async Task StorageThatIsAwayIsToldAndWaitedFor()
    {
        var isAway = true;
        await GiveUpAsync("before!");
        using var sweep = Sweep(new UnreliableStorage { Refuses = request => isAway && request.Method == RequestMethod.Get });
        await sweep.StartAsync(Token);
        await Deadline.UntilAsync(() => _log.Lines.Contains("The poison queues can't be read, which is tried again: refused"), "that is told");

        isAway = false;

        await HoldsAsync(1, TimeSpan.FromSeconds(1));
        await sweep.StopAsync(Token);
    }

    private async Task GiveUpAsync(string text)
    {
        await Poisoned.CreateIfNotExistsAsync(cancellationToken: Token);
        await Poisoned.SendMessageAsync(text, Token);
    }

    private async Task HoldsAsync(int count, TimeSpan step)
    {
        var kept = _azurite.RawClient(_names.DeadLetterQueue);
        await Deadline.UntilAsync(
            async () =>
            {
                _world.Time.Advance(step);
                return await kept.ExistsAsync(Token) && (await kept.GetPropertiesAsync(Token)).Value.ApproximateMessagesCount == count;
            },
            $"{count} messages are kept");
    }

    private PoisonSweep Sweep(UnreliableStorage? storage = null)
    {
        var queues = new RawQueues((storage ?? new()).Open(_azurite.ConnectionString), Options.Create(_names));
        var options = Options.Create(_world.Reconcile);
        var mover = new PoisonMover(
            queues,
            new(_world.Intake, _world.Worker.Store, _world.Entries, queues, options, _world.Time, NullLogger<PoisonedEventHandler>.Instance),
            options,
            NullLogger<PoisonMover>.Instance);
        return new(() => mover, _world.Time, new Logger<PoisonSweep>(LoggerFactory.Create(logging => logging.AddProvider(_log))));
    }
}
