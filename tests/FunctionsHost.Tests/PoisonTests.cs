using System.Text;
using ApiBridge.Domain;

namespace ApiBridge.FunctionsHost.Tests;

/// <summary>Messages that always fail.</summary>
public sealed class PoisonTests(AzuriteFixture azurite) : FunctionsHostTest(azurite)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task AMessageThatAlwaysFailsIsTriedAsOftenAsHostJsonSaysAndEndsInThePoisonQueue()
    {
        var host = Start((QueueSetting("maxDequeueCount"), "2"), (QueueSetting("visibilityTimeout"), $"{Pause}"));
        await host.ServesAsync();

        await SendAsync(Encoding.UTF8.GetBytes("no event"));
        await HoldsAsync(DeadLetterQueue, 1);
        await HoldsAsync(EventsQueue, 0);

        var tries = host.Lines("Executing 'Functions.ReconcileExposedApi'");
        Assert.Equal(2, tries.Count);
        Assert.Equal(2, host.Lines("Executed 'Functions.ReconcileExposedApi' (Failed").Count);
        Assert.True(Between(LogEntry.In(tries[0])!, LogEntry.In(tries[1])!) >= Pause, string.Join('\n', tries));
        Assert.Single(host.Lines($"Moving message to queue '{EventsQueue}-poison'"));
        await HoldsAsync($"{EventsQueue}-poison", 0);
        var kept = await Queue(DeadLetterQueue).PeekMessageAsync(Token);
        Assert.Equal("no event", kept.Value.Body.ToString());
    }

    [Fact]
    public async Task AMessageThatTheHostCantDecodeIsKeptAsItIsAndForGood()
    {
        const string Text = "no base64!";
        var host = Start();
        await host.ServesAsync();

        await RawQueue(EventsQueue).SendMessageAsync(Text, Token);
        await HoldsAsync(DeadLetterQueue, 1);
        await HoldsAsync($"{EventsQueue}-poison", 0);

        var kept = (await RawQueue(DeadLetterQueue).PeekMessageAsync(Token)).Value;
        Assert.Equal(Text, kept.MessageText);
        await host.SaysAsync($"A poisoned message is no event for this worker: The message is no base64. It is kept in {DeadLetterQueue}.");
        Assert.True(kept.ExpiresOn > TimeProvider.System.GetUtcNow().AddYears(1000), $"it expires on {kept.ExpiresOn:u}");
    }

    [Fact]
    public async Task AMessageOfBytesThatAreNoTextIsKeptAsItIs()
    {
        var text = Convert.ToBase64String([0xC3, 0x28, 0x00, 0xFF]);
        await Start((QueueSetting("maxDequeueCount"), "1")).ServesAsync();

        await RawQueue(EventsQueue).SendMessageAsync(text, Token);
        await HoldsAsync(DeadLetterQueue, 1);

        Assert.Equal(text, (await RawQueue(DeadLetterQueue).PeekMessageAsync(Token)).Value.MessageText);
    }

    [Fact]
    public async Task WhatIsNoEventEndsAmongTheDeadLettersOnceAsItIsWhicheverQueueItIsIn()
    {
        var valid = ApiEventCodec.Encode(new()
        {
            Id = "e-1",
            Source = "/test",
            Time = TimeProvider.System.GetUtcNow(),
            Key = new("attacker.example.org", "orders", "u-1"),
            Reason = EventReason.Deleted,
            InDoubt = true,
        });
        string[] texts =
        [
            string.Empty, "plain text", "[red]markup[/]", """{"specversion":"1.0"}""", new('-', 60_000), "====",
            Convert.ToBase64String("{\"specversion\":\"1.0\"}"u8), Convert.ToBase64String([0xC3, 0x28, 0x00, 0x1B, 0xFF]),
            Convert.ToBase64String("\u001b[2J"u8), Convert.ToBase64String(new byte[48 * 1024]), Convert.ToBase64String(valid.Span),
        ];
        string[] queues = [EventsQueue, RetryQueue];
        await Start((QueueSetting("maxDequeueCount"), "1")).ServesAsync();

        foreach (var text in texts)
        {
            await Task.WhenAll(queues.Select(queue => RawQueue(queue).SendMessageAsync(text, Token)));
        }

        await HoldsAsync(DeadLetterQueue, texts.Length * queues.Length);
        foreach (var queue in queues)
        {
            await HoldsAsync(queue, 0);
            await HoldsAsync($"{queue}-poison", 0);
        }

        var kept = (await RawQueue(DeadLetterQueue).PeekMessagesAsync(32, Token)).Value.Select(message => message.MessageText ?? string.Empty);
        Assert.Equal(texts.Concat(texts).Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
        Assert.Empty(Gateway.Registrations);
        await AnnounceAsync("orders");
        await IsRegisteredAsync("orders");
    }

    // Midnight may lie between two lines.
    private static TimeSpan Between(LogEntry earlier, LogEntry later) =>
        later.Time >= earlier.Time ? later.Time - earlier.Time : later.Time - earlier.Time + TimeSpan.FromDays(1);
}
