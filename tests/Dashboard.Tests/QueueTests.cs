using ApiBridge.Domain;
using ApiBridge.Shared.Storage;
using Azure.Storage.Queues;
using static Microsoft.Playwright.Assertions;

namespace ApiBridge.Dashboard.Tests;

public sealed class QueueTests(DashboardFixture fixture) : DashboardTest(fixture)
{
    private static readonly QueueNames Names = new();

    [Fact]
    public async Task ADeadLetterIsRedrivenByAClick()
    {
        await ApplyApiAsync("orders", $"/{Namespace}/orders");
        await KeepAsync("orders");
        await GoAsync($"/apis/{Namespace}/orders");
        await Expect(Page.Locator("[data-message]")).ToHaveCountAsync(1);

        await GoAsync("/queues");
        var message = Page.Locator("[data-message]", new() { HasText = $"{Namespace}/orders" });
        await message.Locator(".redrive").ClickAsync();
        await Expect(Page.GetByRole(Microsoft.Playwright.AriaRole.Alertdialog)).ToContainTextAsync($"is sent to {Names.EventsQueue} and then deleted here");
        var before = Stack.Messages.Count;
        await Page.Locator(".confirm .yes").ClickAsync();

        await Expect(Page.Locator(".said")).ToContainTextAsync($"1 message sent to {Names.EventsQueue}.");
        await Expect(message).ToHaveCountAsync(0);
        await Deadline.UntilAsync(() => Task.FromResult(Stack.Messages.Count), count => count > before, "a worker took it", TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task AnAnswerOfNoLeavesAMessageAndWhatIsNoEventCanBeDroppedAlone()
    {
        await KeepAsync("orders");
        await Client(Names.DeadLetterQueue).SendMessageAsync(Convert.ToBase64String("{}"u8), Token);
        await GoAsync("/queues");
        var stranger = Page.Locator("[data-message]", new() { HasText = "It is no event" });
        await Expect(stranger.Locator(".drop")).ToBeVisibleAsync();
        await Expect(stranger.Locator(".redrive")).ToHaveCountAsync(0);
        await stranger.Locator(".drop").ClickAsync();
        await Page.Locator(".confirm").GetByText("Cancel").ClickAsync();
        await Expect(Page.Locator(".confirm")).ToHaveCountAsync(0);
        await Expect(stranger).ToHaveCountAsync(1);

        await stranger.Locator(".drop").ClickAsync();
        await Expect(Page.Locator(".confirm")).ToContainTextAsync("It is no event, and no worker can do anything by it.");
        await Page.Locator(".confirm .yes").ClickAsync();

        await Expect(Page.Locator(".said")).ToContainTextAsync("1 message dropped.");
        await Expect(stranger).ToHaveCountAsync(0);
        await Page.Locator($"[data-queue={Names.DeadLetterQueue}] .drop-all").ClickAsync();
        await Expect(Page.Locator(".confirm")).ToContainTextAsync("its message may be the last that tells of its route");
        await Page.Locator(".confirm .yes").ClickAsync();
        await Expect(Page.Locator($".queue[data-queue={Names.DeadLetterQueue}] [data-message]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task MoreThanAQueueShowsAreSaidToBeThere()
    {
        for (var number = 0; number < 35; number++)
        {
            await KeepAsync($"orders-{number}");
        }

        await GoAsync("/queues");

        await Expect(Page.Locator($".queue[data-queue={Names.DeadLetterQueue}]")).ToContainTextAsync("About 3 of them can't be seen");
        await Expect(Page.Locator($".depth[data-queue={Names.DeadLetterQueue}]")).ToHaveAttributeAsync("data-depth", "35");
        await Page.Locator(".drop-all").First.ClickAsync();
        await Page.Locator(".confirm .yes").ClickAsync();
        await Expect(Page.Locator(".said")).ToContainTextAsync("35 messages dropped.");
    }

    private QueueClient Client(string queue) => StorageAccount.Open(new() { ConnectionString = Stack.Azurite.ConnectionString }, client => client.MessageEncoding = QueueMessageEncoding.None).GetQueueClient(queue);

    private async Task KeepAsync(string name)
    {
        await Client(Names.DeadLetterQueue).CreateIfNotExistsAsync(cancellationToken: Token);
        var kept = new ApiEvent
        {
            Id = Guid.NewGuid().ToString(),
            Source = EventSource.Of(Stack.Cluster.Client.BaseUri.Host, new("oda.tmforum.org", "v1", "exposedapis")),
            Time = TimeProvider.System.GetUtcNow(),
            Key = new(Namespace, name, "00000000-0000-0000-0000-000000000001"),
            Reason = EventReason.Changed,
            ResourceVersion = "1",
        };
        await Client(Names.DeadLetterQueue).SendMessageAsync(Convert.ToBase64String(ApiEventCodec.Encode(kept).Span), Token);
    }
}
