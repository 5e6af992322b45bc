using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.TestServers;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>One reconcile has its time. What is left when that is up is put off, and what is not known then is in doubt.</summary>
public sealed class TimeoutTests
{
    private static readonly TimeSpan Limit = new World().Reconcile.Timeout;

    [Fact]
    public async Task AGatewayThatNeverAnswersKeepsNoMessageForLongerThanTheLimit()
    {
        var time = new FakeTimeProvider(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var gateway = new SilentGateway(time);
        var client = new GatewayClientOptions { AttemptTimeout = TimeSpan.FromSeconds(20), Retries = 0 };
        var world = new World { Time = time, Client = client, Line = gateway.Client(client) };
        var api = world.Create();

        // Somebody changes the object under each of its passes.
        world.Worker.Steps.Always = step =>
        {
            if (step == "status")
            {
                world.Cluster.ChangeSpec("orders", spec => spec["port"] = 9000 + gateway.Calls);
            }

            return Task.CompletedTask;
        };

        var took = await gateway.WaitOutAsync(world.HandleAsync(api));

        Assert.Equal(Limit, took);
        Assert.Equal(5, gateway.Calls);
        var (next, _) = Assert.Single(world.Retries);
        Assert.Equal((EventReason.Retry, 1, true), (next.Reason, next.Attempt, next.InDoubt));
    }

    [Fact]
    public async Task WhatIsNotDoneInTimeIsDoneByTheNextDeliveryWhereverTheFirstOneHung() => await HangEverywhereAsync(Story.NewApi);

    [Fact]
    public async Task AChangedPathIsRegisteredWhereverTheFirstDeliveryHung() => await HangEverywhereAsync(Story.ChangedPath);

    [Fact]
    public async Task AChangeThatIsTakenBackMeanwhileIsUndoneWhereverTheFirstDeliveryHung() => await HangEverywhereAsync(Story.ChangeTakenBack);

    [Fact]
    public async Task ADeletedApiIsGoneWhereverTheFirstDeliveryHung() => await HangEverywhereAsync(Story.Deleted);

    [Fact]
    public async Task ALimitThatIsReachedBeforeTheGatewayWasCalledLeavesNoDoubt()
    {
        var world = new World();
        await world.RegisterAsync();
        world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
        var work = Hang(world, "read done").HandleAsync(World.EventOf(world.Api));

        world.Time.Advance(Limit);
        await work;

        var (next, delay) = Assert.Single(world.Retries);
        Assert.Equal((EventReason.Retry, 1, false), (next.Reason, next.Attempt, next.InDoubt));
        Assert.InRange(delay, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5));
        Assert.Single(world.Apig.Calls);
    }

    [Fact]
    public async Task ADoubtThatAMessageBringsAlongIsHandedOnWhenTheTimeIsUp()
    {
        var world = new World();
        var work = Hang(world, "read").HandleAsync(World.EventOf(world.Create()), dequeueCount: 2);

        world.Time.Advance(Limit);
        await work;

        Assert.True(Assert.Single(world.Retries).Event.InDoubt);
    }

    [Fact]
    public async Task AResyncThatWroteNothingInItsTimeIsLeftToTheBridge()
    {
        var world = new World();
        var work = Hang(world, "read").HandleAsync(World.EventOf(world.Create(), EventReason.Resync));

        world.Time.Advance(Limit);
        await work;

        Assert.Empty(world.Retries);
    }

    [Theory]
    [InlineData("read")]
    [InlineData("create")]
    [InlineData("status")]
    public async Task AHostThatStopsGetsTheMessageBackAndNothingIsPutOff(string step)
    {
        var world = new World();
        using var host = new CancellationTokenSource();
        var work = Hang(world, step).HandleAsync(World.EventOf(world.Create()), host: host.Token);

        await host.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        Assert.Empty(world.Retries);
    }

    [Fact]
    public async Task AHostThatStopsWhenTheTimeIsUpGetsTheMessageBackToo()
    {
        var world = new World();
        using var host = new CancellationTokenSource();
        var worker = new Worker(world);
        worker.Steps.OnceAsync("create", async () =>
        {
            await host.CancelAsync();
            world.Time.Advance(Limit);
            await new TaskCompletionSource().Task;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => worker.HandleAsync(World.EventOf(world.Create()), host: host.Token));

        Assert.Empty(world.Retries);
    }

    [Fact]
    public async Task WhatTheRetryQueueDoesNotTakeTheHostDeliversAgainAndItIsInDoubtThen()
    {
        var world = new World();
        var message = World.EventOf(world.Create());
        world.Apig.Faults = _ => GatewayFault.AfterEffect;
        var work = Hang(world, "put off").HandleAsync(message);

        world.Time.Advance(TimeSpan.FromSeconds(10));

        await Assert.ThrowsAsync<TimeoutException>(() => work);
        world.Apig.Faults = null;
        await world.Worker.HandleAsync(message, dequeueCount: 2);
        Story.AssertRegistered(world);
    }

    [Fact]
    public async Task PuttingOffHasTimeOfItsOwn()
    {
        var world = new World();
        var worker = Hang(world, "create");
        worker.Steps.OnceAsync("put off", () => Task.Delay(TimeSpan.FromSeconds(5), world.Time, TestContext.Current.CancellationToken));
        var work = worker.HandleAsync(World.EventOf(world.Create()));
        world.Time.Advance(Limit);
        await Deadline.UntilAsync(() => worker.Steps.Taken[^1] == "put off", "the rest is being put off");

        world.Time.Advance(TimeSpan.FromSeconds(5));
        await work;

        Assert.True(Assert.Single(world.Retries).Event.InDoubt);
    }

    private static Worker Hang(World world, string step)
    {
        var worker = new Worker(world);
        worker.Steps.OnceAsync(step, () => new TaskCompletionSource().Task);
        return worker;
    }

    private static async Task HangEverywhereAsync(Story story)
    {
        for (var step = 1; ; step++)
        {
            var world = new World();
            await story.ArrangeAsync(world);
            var isStamped = world.Api.Status.IsOwn;
            var hanging = new Worker(world) { Steps = { HangAt = step } };
            var work = hanging.HandleAsync(World.EventOf(world.Api));
            if (work.IsCompleted)
            {
                await work;
                Assert.True(step > 5, "the worker lives through too few steps");
                return;
            }

            story.Meanwhile?.Invoke(world);
            world.Time.Advance(Limit);
            await work;
            AssertInDoubt(Assert.Single(world.Retries).Event.InDoubt, hanging.Steps.Taken, isStamped);
            await world.SettleAsync();
            story.Assert(world);
            Assert.Equal(world.Cluster.All.Select(api => api.Status.Registration), world.Apig.Registered);
        }
    }

    // It is where a call to the gateway had begun and no write to the object had ended since; and one that no worker has stamped yet may be.
    private static void AssertInDoubt(bool actual, IReadOnlyList<string> taken, bool isStamped)
    {
        var steps = taken.TakeWhile(step => step != "put off").ToList();
        var expected = steps.Exists(step => step is "create" or "remove") && !steps[..^1].Exists(step => step is "status done" or "release done");
        Assert.True(actual == expected || (actual && !isStamped), $"in doubt={actual} after {string.Join(", ", steps)}");
    }
}
