using System.Globalization;
using ApiBridge.Domain;
using ApiBridge.Simulation.Tests.Bridge;
using ApiBridge.Simulation.Tests.Queues;
using ApiBridge.Simulation.Tests.Users;
using ApiBridge.Simulation.Tests.Workers;

namespace ApiBridge.Simulation.Tests;

/// <summary>More is to be done at once than a slow worker does in a period: what waits in the queue is not sent again, and what is lost is.</summary>
public sealed class BurstTests : IDisposable
{
    private const string Service = "svc";
    private const string Namespace = "shop";
    private const int Burst = 2000;
    private const int SmallBurst = 1000;
    private const int Batch = 48;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private readonly World _world;
    private readonly Canvas _canvas;
    private readonly SimulatedBridge _bridge;
    private readonly SimulatedWorker _worker;
    private bool _works = true;

    public BurstTests()
    {
        _world = new(seed: 1, Mutant.None, Scenario.Calm([Namespace], new()));
        _canvas = new(_world);
        _bridge = new(_world, died: _ => { });
        _worker = new(_world, "worker", new());
        _world.Storage.Arrived = () => _works ? _worker.LookAsync() : Task.CompletedTask;
        _world.Cluster.Changed = _bridge.Look;
        _canvas.Complete();
        SimulatedUsers.SetEndpoint(_world.Cluster, Namespace, Service, Service, ready: true);
        _bridge.Start();
    }

    [Fact]
    public async Task TwoThousandApisAtOnceCostHardlyMoreThanAMessageEach()
    {
        await RunAsync(Period);
        Create("api", Burst);

        var taken = await RunAsync(TimeSpan.FromMinutes(30), until: () => _world.Storage.CountIn(SimulatedStorage.Events) == 0 && Converged == Burst);
        await RunAsync(2 * Period);

        Print($"{Burst} APIs, one worker: {_world.Storage.Sent} messages, {_world.Storage.Sent / (double)Burst:0.000} each, all done after {taken.TotalSeconds:0} s, {Burst / taken.TotalSeconds:0.0}/s");
        Assert.Equal(Burst, Converged);
        Assert.True(taken > 2 * Period, "The worker is too fast to show anything.");
        Assert.InRange(_world.Storage.Sent, Burst, (int)(1.2 * Burst));
        Assert.Equal(0, _world.Storage.Poisoned);
    }

    [Fact]
    public async Task AMessageThatIsLostWhileNoMoreThanABatchWaitsIsMadeUpForWithinTwoPeriods()
    {
        await RunAsync(Period);
        _works = false;
        Create("api", Batch);
        await RunAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(Batch, _world.Storage.CountIn(SimulatedStorage.Events));
        var lost = _world.Storage.Lose();

        await WorkAsync();
        await RunAsync(2 * Period - TimeSpan.FromSeconds(10));

        Assert.True(IsConverged(lost), $"{lost} was forgotten");
        Assert.Equal(Batch, Converged);
    }

    [Fact]
    public async Task WhatADeadWorkerHasInHandIsDoneByAnotherWithinTwoPeriods()
    {
        await RunAsync(Period);
        _works = false;
        Create("api", Batch);
        await RunAsync(TimeSpan.FromSeconds(10));
        _world.Storage.TakeAndDie(Batch);

        await WorkAsync();
        await RunAsync(2 * Period - TimeSpan.FromSeconds(10));

        Assert.Equal(Batch, Converged);
    }

    [Fact]
    public async Task AMessageThatIsLostInABurstIsMadeUpForSoonAfterTheBurstIsDone()
    {
        await RunAsync(Period);
        _works = false;
        Create("api", SmallBurst);
        await RunAsync(TimeSpan.FromSeconds(10));
        var lost = _world.Storage.Lose();
        await WorkAsync();
        var taken = await RunAsync(TimeSpan.FromMinutes(30), until: () => Converged == SmallBurst - 1);

        var made = await RunAsync(TimeSpan.FromMinutes(10), until: () => IsConverged(lost));

        Print($"a message lost in a burst of {SmallBurst}: made up for {made.TotalSeconds:0} s after all others were done, which took {taken.TotalSeconds:0} s");
        Assert.True(IsConverged(lost), $"{lost} was forgotten");
        Assert.InRange(made, TimeSpan.Zero, 2 * Period);
    }

    // KEDA counts what waits, and there is nobody whom more messages would keep from work.
    [Fact]
    public async Task WhereNobodyWorksEachIsSentAgainLessAndLessOften()
    {
        await RunAsync(Period);
        _works = false;
        Create("api", 100);

        await RunAsync(TimeSpan.FromMinutes(60));

        // After 1, 2, 4, 8 and 16 min, then every 10 or a little sooner.
        Assert.InRange(_world.Storage.Sent / 100.0, 6, 12);
    }

    public void Dispose() => _bridge.Dispose();

    private int Converged => _world.Cluster.Apis.Count(IsDone);

    private bool IsConverged(ObjectKey key) => _world.Cluster.Api(key.Namespace, key.Name) is { } api && IsDone(api);

    private bool IsDone(ExposedApi api) => Convergence.Gap(api, _world.Entries, implementationReady: null, gatewayAddress: null) is null;

    private void Create(string prefix, int count)
    {
        for (var number = 1; number <= count; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number}");
            _canvas.Create(Namespace, name, SpecWriter.Spec("/" + name, Service));
        }

        _canvas.List(Namespace);
    }

    private Task WorkAsync()
    {
        _works = true;
        return _worker.LookAsync();
    }

    private async Task<TimeSpan> RunAsync(TimeSpan longest, Func<bool>? until = null)
    {
        var (start, looksAt) = (_world.Clock.Elapsed, _world.Clock.Elapsed);
        while (await _world.Clock.RunNextAsync(start + longest))
        {
            await _bridge.SendAsync();
            if (until is not null && _world.Clock.Elapsed >= looksAt)
            {
                looksAt = _world.Clock.Elapsed + TimeSpan.FromSeconds(5);
                if (until())
                {
                    break;
                }
            }
        }

        return _world.Clock.Elapsed - start;
    }

    private static void Print(FormattableString line) =>
        TestContext.Current.TestOutputHelper!.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
