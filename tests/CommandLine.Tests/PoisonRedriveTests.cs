using ApiBridge.Administration.Poison;
using ApiBridge.CommandLine.Poison;
using ApiBridge.Domain;
using ApiBridge.Shared.Storage;
using Azure;
using Azure.Core;
using Azure.Storage.Queues;
using Microsoft.Extensions.Options;

namespace ApiBridge.CommandLine.Tests;

public sealed class PoisonRedriveTests(AzuriteFixture azurite) : PoisonTest(azurite)
{
    [Fact]
    public async Task ARedrivenEventIsANewMessageThatTrustsNoRecord()
    {
        var kept = await GiveUpAsync("orders", EventReason.Deleted);

        Assert.Equal(ExitCodes.Done, await RunAsync("redrive shop/orders"));

        var sent = EventIn(Assert.Single(await VisibleAsync(Live)));
        Assert.NotEqual(kept.Id, sent.Id);
        Assert.Equal(
            kept with { Id = sent.Id, Time = Time.GetUtcNow(), FirstTime = null, Attempt = 0, InDoubt = true, EndpointSlices = sent.EndpointSlices }, sent);
        Assert.Empty(await VisibleAsync(DeadLetters));
    }

    [Fact]
    public async Task ARedrivenResyncIsTriedAgainWhenItFails()
    {
        await GiveUpAsync("orders", EventReason.Resync);

        await RunAsync("redrive shop/orders");

        Assert.Equal(EventReason.Retry, EventIn(Assert.Single(await VisibleAsync(Live))).Reason);
    }

    [Fact]
    public async Task OnlyTheNamedOnesAreTouched()
    {
        await GiveUpAsync("orders");
        await GiveUpAsync("stock");
        await GiveUpAsync("carts");

        Assert.Equal(ExitCodes.Done, await RunAsync("redrive shop/orders shop/carts"));

        Assert.Equal(["carts", "orders"], await KeysInAsync(Live));
        Assert.Equal(["stock"], await KeysInAsync(DeadLetters));
    }

    [Fact]
    public async Task AMessageThatIsNoEventStaysUntouched()
    {
        await KeepAsync(DeadLetters, "no base64!");
        await GiveUpAsync("orders");

        Assert.Equal(ExitCodes.Left, await RunAsync("redrive --all"));

        Assert.Equal(["orders"], await KeysInAsync(Live));
        Assert.Equal("no base64!", Assert.Single(await VisibleAsync(DeadLetters)).MessageText);
        Assert.Contains("is no event and stays: The message is no base64.", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MoreThanCanBeReceivedAtOnceAreAllRedriven()
    {
        for (var number = 0; number < 40; number++)
        {
            await GiveUpAsync($"api-{number}");
        }

        Assert.Equal(ExitCodes.Done, await RunAsync("redrive --all"));

        Assert.Equal(40, (await KeysInAsync(Live)).Distinct().Count());
        Assert.Empty(await VisibleAsync(DeadLetters));
    }

    [Fact]
    public async Task AMessageThatCannotBeSentIsKept()
    {
        await GiveUpAsync("orders");

        await Assert.ThrowsAsync<RequestFailedException>(() => RedriveAsync(send: RequestMethod.Post));

        Assert.Equal(["orders"], await KeysInAsync(DeadLetters));
    }

    [Fact]
    public async Task AMessageThatCannotBeDeletedWasSentAlready()
    {
        await GiveUpAsync("orders");

        await Assert.ThrowsAsync<RequestFailedException>(() => RedriveAsync(delete: RequestMethod.Delete));

        Assert.Equal(["orders"], await KeysInAsync(Live));
        Assert.Equal(["orders"], await KeysInAsync(DeadLetters));
    }

    [Fact]
    public async Task ANameWithoutAMessageIsSaid()
    {
        Assert.Equal(ExitCodes.Left, await RunAsync("redrive shop/orders"));

        Assert.Equal($"shop/orders has no message in {Names.DeadLetterQueue}{Environment.NewLine}", Error.ToString());
    }

    [Theory]
    [InlineData("redrive")]
    [InlineData("redrive shop/orders --all")]
    [InlineData("redrive orders")]
    [InlineData("redrive shop/../secrets")]
    [InlineData("drop shop.evil/orders --yes")]
    [InlineData("drop --id 1 --all")]
    public async Task ACommandLineThatDoesNotSayWhatIsMeantTouchesNothing(string command)
    {
        await GiveUpAsync("orders");

        Assert.Equal(ExitCodes.Failed, await RunAsync(command, answer: "y"));

        Assert.Equal(["orders"], await KeysInAsync(DeadLetters));
    }

    private async Task RedriveAsync(RequestMethod? send = null, RequestMethod? delete = null)
    {
        var live = new FaultyStorage(send ?? RequestMethod.Head).Client(ConnectionString, QueueMessageEncoding.Base64);
        var kept = new FaultyStorage(delete ?? RequestMethod.Head).Client(ConnectionString, QueueMessageEncoding.None);
        var redrive = new RedrivePoisoned(
            new PoisonQueue(kept.GetQueueClient(Names.DeadLetterQueue)), new Redrive(new Queues(live, Options.Create(Names)), Time), Output, Error);
        await redrive.RunAsync(new(All: true, [], []), TestContext.Current.CancellationToken);
    }
}
