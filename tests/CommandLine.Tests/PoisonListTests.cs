using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.CommandLine.Tests;

public sealed class PoisonListTests(AzuriteFixture azurite) : PoisonTest(azurite)
{
    [Fact]
    public async Task ListingDoesNotConsume()
    {
        await GiveUpAsync("orders", EventReason.Deleted);
        var junk = await KeepAsync(DeadLetters, Convert.ToBase64String("no event"u8));

        // The age counts from when the queue took it, by the queue's clock.
        var taken = (await DeadLetters.PeekMessageAsync(TestContext.Current.CancellationToken)).Value.InsertedOn!.Value;
        Time.SetUtcNow(taken + TimeSpan.FromMinutes(150));

        Assert.Equal(ExitCodes.Done, await RunAsync("list"));

        var lines = Output.ToString().Split('\n');
        Assert.Contains(lines, line => line.Contains("shop/orders", StringComparison.Ordinal)
            && line.Contains("Deleted", StringComparison.Ordinal)
            && line.Contains(" 7 ", StringComparison.Ordinal)
            && line.Contains("2026-01-02 03:04:05Z", StringComparison.Ordinal)
            && line.Contains("2 h 30 min", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(junk, StringComparison.Ordinal) && line.Contains("is no JSON", StringComparison.Ordinal));
        Assert.All(await VisibleAsync(DeadLetters), message => Assert.Equal(1, message.DequeueCount));
    }

    [Fact]
    public async Task MoreThanCanBePeekedAtAreListedAndCanBeTakenAtOnceAfterwards()
    {
        for (var number = 0; number < 40; number++)
        {
            await GiveUpAsync($"api-{number}");
        }

        Assert.Equal(ExitCodes.Done, await RunAsync("list --json"));

        var names = JsonDocument.Parse(Output.ToString()).RootElement.EnumerateArray().Select(message => message.GetProperty("name").GetString());
        Assert.Equal(40, names.Distinct().Count());
        Assert.Contains("received and put back", Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(40, (await VisibleAsync(DeadLetters)).Count);
    }

    [Theory]
    [InlineData("no base64!", "The message is no base64.")]
    [InlineData("wygA//4=", "is no JSON")]
    [InlineData("eyJzcGVjdmVyc2lvbiI6IjEuMCJ9", "The event's type is ''")]
    public async Task WhatIsNoEventIsListedByItsIdWithTheReason(string text, string reason)
    {
        var id = await KeepAsync(DeadLetters, text);

        Assert.Equal(ExitCodes.Done, await RunAsync("list"));

        Assert.Contains(Output.ToString().Split('\n'), line => line.Contains(id, StringComparison.Ordinal) && line.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatThePoisonQueuesStillHoldIsListedWithoutADelivery()
    {
        var junk = await KeepAsync(Poisoned, "no base64!");

        Assert.Equal(ExitCodes.Done, await RunAsync("list"));

        Assert.Contains(junk, Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("no base64", Output.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(await VisibleAsync(Poisoned)).DequeueCount);
    }

    [Fact]
    public async Task WhatSomebodyElseHoldsIsCounted()
    {
        await GiveUpAsync("orders");
        await VisibleAsync(DeadLetters);

        Assert.Equal(ExitCodes.Done, await RunAsync("list"));

        Assert.Contains("About 1 more", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task QueuesThatWereNeverNeededAreEmpty()
    {
        Assert.Equal(ExitCodes.Done, await RunAsync("list"));

        Assert.Contains("is empty", Output.ToString(), StringComparison.Ordinal);
    }
}
