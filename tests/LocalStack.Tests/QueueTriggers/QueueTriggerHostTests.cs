using ApiBridge.LocalStack.QueueTriggers;
using Azure.Storage.Queues.Models;

namespace ApiBridge.LocalStack.Tests.QueueTriggers;

public sealed class QueueTriggerHostTests(AzuriteFixture azurite)
{
    private static readonly QueueTriggerOptions Quick = new() { MaxPollingInterval = TimeSpan.FromMilliseconds(200) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AMessageIsDecodedAndDeletedOnceItsFunctionReturned()
    {
        await using var running = await StartAsync(Quick, Succeed, RunningHost.Base64("hello"));

        await Deadline.UntilAsync(async () => await RunningHost.LengthAsync(running.Queue) == 0, "the message was deleted");

        Assert.Equal("hello", Assert.Single(running.Seen).Body.ToString());
        Assert.Equal(1, running.Counters.Succeeded);
        Assert.False(await running.Poison.ExistsAsync(Token));
    }

    [Fact]
    public async Task AMessageThatKeepsFailingIsTriedToTheLimitAndPoisonedUnchanged()
    {
        await using var running = await StartAsync(Quick with { MaxDequeueCount = 3 }, Fail, RunningHost.Base64("poison"));

        await Deadline.UntilAsync(() => running.Counters is { Poisoned: 1, InFlight: 0 }, "the message was poisoned");

        Assert.Equal([1, 2, 3], running.Seen.Select(message => message.DequeueCount));
        Assert.Equal(RunningHost.Base64("poison"), (await running.Poison.PeekMessageAsync(Token)).Value.MessageText);
        Assert.Equal(0, await RunningHost.LengthAsync(running.Queue));
        Assert.Equal(3, running.Counters.Failed);
    }

    [Fact]
    public async Task AMessageThatIsNotBase64IsPoisonedUnchangedWithoutACall()
    {
        await using var running = await StartAsync(Quick, Succeed, "{ not base64 }");

        await Deadline.UntilAsync(() => running.Counters is { Poisoned: 1, InFlight: 0 }, "the message was poisoned");

        Assert.Empty(running.Seen);
        Assert.Equal("{ not base64 }", (await running.Poison.PeekMessageAsync(Token)).Value.MessageText);
        Assert.Equal(0, await RunningHost.LengthAsync(running.Queue));
    }

    [Fact]
    public async Task AMessageAlreadyTriedTooOftenIsPoisonedWithoutACall()
    {
        var queue = azurite.RawClient(AzuriteFixture.NewQueueName());
        await queue.CreateAsync(cancellationToken: Token);
        await queue.SendMessageAsync(RunningHost.Base64("worn"), Token);
        var worn = (await queue.ReceiveMessageAsync(cancellationToken: Token)).Value;
        await queue.UpdateMessageAsync(worn.MessageId, worn.PopReceipt, visibilityTimeout: TimeSpan.Zero, cancellationToken: Token);

        await using var running = await RunningHost.StartAsync(
            azurite.ConnectionString, Quick with { MaxDequeueCount = 1 }, Succeed, timeProvider: null, queue.Name);
        await Deadline.UntilAsync(() => running.Counters is { Poisoned: 1, InFlight: 0 }, "the message was poisoned");

        Assert.Empty(running.Seen);
    }

    [Fact]
    public async Task AFailedMessageRestsForTheVisibilityTimeout()
    {
        var rest = TimeSpan.FromSeconds(2);
        var calls = new List<long>();
        await using var running = await StartAsync(
            Quick with { VisibilityTimeout = rest },
            (message, _) =>
            {
                calls.Add(TimeProvider.System.GetTimestamp());
                return message.DequeueCount == 1 ? Fail(message, Token) : Task.CompletedTask;
            },
            RunningHost.Base64("later"));

        await Deadline.UntilAsync(() => running.Counters.Succeeded == 1, "the second try succeeded");

        // The storage's clock counts whole seconds at worst.
        Assert.True(TimeProvider.System.GetElapsedTime(calls[0], calls[1]) > rest - TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task AQueueMadeLaterIsFound()
    {
        var queue = azurite.RawClient(AzuriteFixture.NewQueueName());
        await using var running = await RunningHost.StartOnAsync(
            azurite.ConnectionString, Quick, Succeed, timeProvider: null, queue, azurite.RawClient(queue.Name + "-poison"));
        await Deadline.UntilAsync(() => running.Log.Count("QueueMissing") > 0, "the host looked for the queue");
        Assert.False(await queue.ExistsAsync(Token));

        await queue.CreateAsync(cancellationToken: Token);
        await queue.SendMessageAsync(RunningHost.Base64("late"), Token);

        await Deadline.UntilAsync(() => running.Counters.Succeeded == 1, "the message was worked on");
    }

    [Fact]
    public async Task AFailureOnAPoisonQueueLeavesTheMessageHiddenForTheLease()
    {
        var name = AzuriteFixture.NewQueueName() + "-poison";
        await using var running = await RunningHost.StartAsync(
            azurite.ConnectionString, Quick with { MaxDequeueCount = 1 }, Fail, timeProvider: null, name, RunningHost.Base64("twice bad"));
        await Deadline.UntilAsync(() => running.Counters is { Failed: 1, InFlight: 0 }, "the function failed");

        Assert.Null((await running.Queue.PeekMessageAsync(Token)).Value);
        Assert.Equal(1, await RunningHost.LengthAsync(running.Queue));
        Assert.False(await running.Poison.ExistsAsync(Token));
        Assert.Equal(0, running.Counters.Poisoned);
    }

    [Fact]
    public async Task TheNextBatchIsFetchedWhenTheThresholdIsReached()
    {
        using var gate = new SemaphoreSlim(0);
        await using var running = await StartAsync(
            Quick with { BatchSize = 4, NewBatchThreshold = 2 },
            (_, _) => gate.WaitAsync(Token),
            [.. Enumerable.Range(0, 12).Select(number => RunningHost.Base64($"{number}"))]);

        await Deadline.UntilAsync(() => running.Seen.Count == 4, "the first batch was in work");
        gate.Release();
        await Deadline.UntilAsync(() => running.Counters.InFlight == 3, "one was done, three above the threshold of two");
        Assert.Equal(4, running.Seen.Count);
        gate.Release();
        await Deadline.UntilAsync(() => running.Seen.Count == 8, "the threshold brought the second batch");
        Assert.Equal(6, running.Counters.InFlight);

        gate.Release(10);
        await Deadline.UntilAsync(() => running.Counters is { Succeeded: 12, InFlight: 0 }, "all were done");
    }

    private static Task Succeed(QueueMessage message, CancellationToken cancellationToken) => Task.CompletedTask;

    private static Task Fail(QueueMessage message, CancellationToken cancellationToken) =>
        Task.FromException(new InvalidOperationException("The function fails."));

    private Task<RunningHost> StartAsync(
        QueueTriggerOptions options, Func<QueueMessage, CancellationToken, Task> function, params string[] texts) =>
        RunningHost.StartAsync(azurite.ConnectionString, options, function, timeProvider: null, queueName: null, texts);
}
