using ApiBridge.Reconciliation.Poison;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.TestServers;
using Azure.Core;

namespace ApiBridge.Reconciliation.Tests.Poison;

/// <summary>The poison queues are looked after for as long as a worker runs.</summary>
public sealed class PoisonSweepTests(AzuriteFixture azurite) : PoisonTest(azurite)
{
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
        await Deadline.UntilAsync(() => Log.Lines.Contains("The poison queues can't be read, which is tried again: refused"), "that is told");

        isAway = false;

        await HoldsAsync(1, TimeSpan.FromSeconds(1));
        await sweep.StopAsync(Token);
    }

    [Fact]
    public async Task AFailureThatNobodyForesawEndsNoWorker()
    {
        var isBroken = true;
        await GiveUpAsync("before!");
        using var sweep = Sweep(new UnreliableStorage
        {
            Refuses = request => isBroken && request.Method == RequestMethod.Get ? throw new InvalidOperationException("unforeseen") : false,
        });
        await sweep.StartAsync(Token);
        await Deadline.UntilAsync(() => Log.Lines.Any(line => line.StartsWith("The look after the poison queues failed", StringComparison.Ordinal)), "that is told");

        isBroken = false;

        await HoldsAsync(1, TimeSpan.FromSeconds(1));
        await sweep.StopAsync(Token);
    }

    private Task GiveUpAsync(string text) => GiveUpAsync($"{Names.RetryQueue}-poison", text);

    private async Task HoldsAsync(int count, TimeSpan step)
    {
        await Deadline.UntilAsync(
            async () =>
            {
                World.Time.Advance(step);
                return await Kept.ExistsAsync(Token) && await CountAsync(Kept) == count;
            },
            $"{count} messages are kept");
    }

    private PoisonSweep Sweep(UnreliableStorage? storage = null)
    {
        var mover = Mover(storage);
        return new(() => mover, World.Time, Logger<PoisonSweep>());
    }
}
