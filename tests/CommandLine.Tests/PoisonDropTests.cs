namespace ApiBridge.CommandLine.Tests;

public sealed class PoisonDropTests(AzuriteFixture azurite) : PoisonTest(azurite)
{
    [Theory]
    [InlineData("")]
    [InlineData("n\n")]
    [InlineData("\n")]
    public async Task WhatIsNotConfirmedIsKept(string answer)
    {
        await GiveUpAsync("orders");

        Assert.Equal(ExitCodes.Left, await RunAsync("drop --all", answer));

        Assert.Contains("shop/orders", Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Drop this message", Output.ToString(), StringComparison.Ordinal);
        Assert.Equal(["orders"], await KeysInAsync(DeadLetters));
    }

    [Theory]
    [InlineData("drop --all", "y\n")]
    [InlineData("drop --all --yes", "")]
    public async Task WhatIsConfirmedIsGone(string command, string answer)
    {
        await GiveUpAsync("orders");
        await KeepAsync(DeadLetters, "no base64!");

        Assert.Equal(ExitCodes.Done, await RunAsync(command, answer));

        Assert.Empty(await VisibleAsync(DeadLetters));
        Assert.Empty(await VisibleAsync(Live));
    }

    [Fact]
    public async Task OnlyTheNamedOnesAreDropped()
    {
        await GiveUpAsync("orders");
        await GiveUpAsync("stock");
        var junk = await KeepAsync(DeadLetters, "no base64!");

        Assert.Equal(ExitCodes.Done, await RunAsync($"drop shop/orders --id {junk} --yes"));

        Assert.Equal(["stock"], await KeysInAsync(DeadLetters));
    }

    [Fact]
    public async Task WhatNoWorkerHasMovedYetIsDroppedByTheIdThatListShows()
    {
        var junk = await KeepAsync(Poisoned, "no base64!");
        await KeepAsync(Poisoned, "another!");
        await GiveUpAsync("orders");

        Assert.Equal(ExitCodes.Done, await RunAsync($"drop --id {junk}", "y\n"));

        Assert.Contains($"{junk} dropped", Output.ToString(), StringComparison.Ordinal);
        Assert.Equal("another!", Assert.Single(await VisibleAsync(Poisoned)).MessageText);
        Assert.Equal(["orders"], await KeysInAsync(DeadLetters));
    }

    [Fact]
    public async Task AnIdThatIsNowhereIsSaidWithAllQueuesThatWereLookedInto()
    {
        Assert.Equal(ExitCodes.Left, await RunAsync("drop --id 7 --yes"));

        Assert.Equal(
            $"7 has no message in {Names.DeadLetterQueue}, {Names.EventsQueue}-poison, {Names.RetryQueue}-poison{Environment.NewLine}", Error.ToString());
    }
}
