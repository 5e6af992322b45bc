using ApiBridge.LocalStack.Azurite;
using ApiBridge.LocalStack.QueueTriggers;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.LocalStack.Tests.QueueTriggers;

public sealed class QueueTriggerLeaseTests(AzuriteFixture azurite)
{
    private static readonly QueueTriggerOptions Quick = new() { MaxPollingInterval = TimeSpan.FromMilliseconds(200) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ALongFunctionsLeaseIsRenewedAndTheLastReceiptDeletes()
    {
        var time = new FakeTimeProvider();
        var gate = new TaskCompletionSource();
        await using var running = await StartAsync(Quick, (_, _) => gate.Task, time);
        await Deadline.UntilAsync(() => running.Seen.Count == 1, "the function ran");

        for (var renewals = 1; renewals <= 2; renewals++)
        {
            var wanted = renewals;
            await Deadline.UntilAsync(
                () =>
                {
                    // The renewal may not have begun to wait yet when the clock moves, so the clock moves again.
                    time.Advance(Quick.LeaseDuration / 4);
                    return running.Log.Count("LeaseRenewed") >= wanted;
                },
                $"the lease was renewed {wanted} times");
        }

        gate.SetResult();
        await Deadline.UntilAsync(() => running.Counters is { Succeeded: 1, InFlight: 0 }, "the function returned");

        Assert.Equal(0, await RunningHost.LengthAsync(running.Queue));
        Assert.Equal(0, running.Counters.LeasesLost);
    }

    [Fact]
    public async Task AMessageTakenOverBySomebodyElseIsLeftToThem()
    {
        var gate = new TaskCompletionSource();
        await using var running = await StartAsync(Quick, (message, _) => message.DequeueCount == 1 ? gate.Task : Task.CompletedTask, TimeProvider.System);
        await Deadline.UntilAsync(() => running.Seen.Count == 1, "the function ran");
        Assert.True(running.Seen.TryPeek(out var message));
        await running.Queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: TimeSpan.FromMinutes(1), cancellationToken: Token);

        gate.SetResult();
        await Deadline.UntilAsync(() => running.Counters.LeasesLost == 1, "the host noticed");
        Assert.Equal(1, await RunningHost.LengthAsync(running.Queue));

        await running.Queue.SendMessageAsync(RunningHost.Base64("next"), Token);
        await Deadline.UntilAsync(() => running.Counters is { Succeeded: 2, InFlight: 0 }, "the loop went on");
    }

    [Fact]
    public async Task StoppingLetsRunningFunctionsFinishAndFetchesNoMore()
    {
        var gate = new TaskCompletionSource();
        await using var running = await StartAsync(Quick, (_, _) => gate.Task, TimeProvider.System);
        await Deadline.UntilAsync(() => running.Seen.Count == 1, "the function ran");

        var stopped = running.Host.StopAsync(Token);
        await Deadline.UntilAsync(() => running.Log.Count("Draining") == 1, "the host drained");
        await running.Queue.SendMessageAsync(RunningHost.Base64("too late"), Token);
        Assert.False(stopped.IsCompleted);
        gate.SetResult();
        await stopped;

        Assert.Equal(1, running.Counters.Succeeded);
        Assert.Equal(1, await RunningHost.LengthAsync(running.Queue));
        Assert.Single(running.Seen);
    }

    [Fact]
    public async Task AFunctionStillRunningAfterTheDrainTimeIsCancelledAndItsMessageGivenBack()
    {
        var time = new FakeTimeProvider();
        await using var running = await StartAsync(Quick, (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, time, token), time);
        await Deadline.UntilAsync(() => running.Seen.Count == 1, "the function ran");

        var stopped = running.Host.StopAsync(Token);
        await Deadline.UntilAsync(() => running.Log.Count("Draining") == 1, "the host drained");
        time.Advance(Quick.DrainTimeout - TimeSpan.FromSeconds(1));
        Assert.Equal(0, running.Log.Count("CancellingFunctions"));
        await Deadline.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return stopped.IsCompleted;
            },
            "the host stopped");

        Assert.Equal(1, running.Counters.Failed);
        Assert.Equal(2, (await running.Queue.ReceiveMessageAsync(cancellationToken: Token)).Value.DequeueCount);
    }

    [Fact]
    public async Task AQueueServiceThatGoesAwayAndComesBackIsWaitedFor()
    {
        using var folder = new TemporaryFolder();
        await using var own = await AzuriteProcess.StartAsync(new AzuriteOptions { Location = folder.Path }, TimeProvider.System, Token);
        await using var running = await RunningHost.StartAsync(own.ConnectionString, Quick, (_, _) => Task.CompletedTask);

        await own.StopAsync();
        await Deadline.UntilAsync(() => running.Log.Count("NotFetched") > 0, "the host noticed the outage");
        await own.RestartAsync(Token);
        await running.Queue.SendMessageAsync(RunningHost.Base64("after"), Token);

        await Deadline.UntilAsync(() => running.Counters.Succeeded == 1, "the message was worked on");
    }

    private Task<RunningHost> StartAsync(
        QueueTriggerOptions options, Func<QueueMessage, CancellationToken, Task> function, TimeProvider time) =>
        RunningHost.StartAsync(azurite.ConnectionString, options, function, time, queueName: null, RunningHost.Base64("work"));
}
