using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
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

        var names = Messages().Select(message => message.GetProperty("name").GetString());
        Assert.Equal(40, names.Distinct().Count());
        Assert.Contains("received and put back", Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(40, (await VisibleAsync(DeadLetters)).Count);
    }

    [Fact]
    public async Task WhatIsReceivedAndPutBackStaysAsItIs()
    {
        string[] texts =
        [
            string.Empty, " \n\t ", "no base64!", "<a b=\"c\">&amp;</a>", "[red]x[/]", "naïve ☃ 𝛀", new('-', 64 * 1024),
            .. Enumerable.Range(0, 30).Select(number => $"text {number}"),
        ];
        foreach (var text in texts)
        {
            await KeepAsync(DeadLetters, text);
        }

        await RunAsync("list");
        Assert.Contains("received and put back", Error.ToString(), StringComparison.Ordinal);
        await RunAsync("drop --all", "n\n");

        Assert.Equal(
            texts.Order(StringComparer.Ordinal),
            (await VisibleAsync(DeadLetters)).Select(message => message.MessageText ?? string.Empty).Order(StringComparer.Ordinal));
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

        Assert.Contains($"About 1 more in {Names.DeadLetterQueue}", Error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("is empty", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task QueuesThatWereNeverNeededAreEmpty()
    {
        Assert.Equal(ExitCodes.Done, await RunAsync("list"));

        Assert.Contains("is empty", Output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, ": no message waits for another attempt")]
    [InlineData(1, ": about 1 message waits for another attempt; it can't be shown")]
    [InlineData(3, ": about 3 messages wait for another attempt; they can't be shown")]
    public async Task WhatWaitsForARetryIsCountedThoughNobodyCanSeeIt(int count, string line)
    {
        await Retries.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        for (var number = 0; number < count; number++)
        {
            await Retries.SendMessageAsync("e30=", TimeSpan.FromMinutes(5), cancellationToken: TestContext.Current.CancellationToken);
        }

        Assert.Equal(ExitCodes.Done, await RunAsync("list"));
        Assert.Contains(Names.RetryQueue + line, Output.ToString().Split(Environment.NewLine));

        Output.GetStringBuilder().Clear();
        await RunAsync("list --json");
        Assert.Equal((count, 0), CountsOf(Names.RetryQueue));
    }

    [Fact]
    public async Task MoreInAPoisonQueueThanCanBePeekedAtAreSaid()
    {
        for (var number = 0; number < 35; number++)
        {
            await KeepAsync(Poisoned, $"no base64, {number}!");
        }

        Assert.Equal(ExitCodes.Done, await RunAsync("list"));
        Assert.Contains($"{Names.EventsQueue}-poison: 32 messages of about 35", Output.ToString().Split(Environment.NewLine).Select(line => line.TrimEnd()));
        Assert.Contains($"About 3 more in {Names.EventsQueue}-poison", Error.ToString(), StringComparison.Ordinal);

        Output.GetStringBuilder().Clear();
        await RunAsync("list --json");
        Assert.Equal((35, 32), CountsOf($"{Names.EventsQueue}-poison"));
        Assert.Equal((0, 0), CountsOf(Names.DeadLetterQueue));
        Assert.Equal(32, Messages().Count());
    }

    [Theory]
    [InlineData("\u001b[31mred\u001b[0m")]
    [InlineData("[red]markup[/]")]
    [InlineData("[nope")]
    [InlineData("a\r\nshop/orders dropped")]
    [InlineData("\u202egnp.exe\u009b2J")]
    public async Task WhatAMessageSaysCommandsNoTerminal(string text)
    {
        var valid = ApiEventCodec.Encode(new()
        {
            Id = "e-1",
            Source = "/test",
            Time = Time.GetUtcNow(),
            Key = new("shop", "orders", "u-1"),
            Reason = EventReason.Changed,
        });
        foreach (var (field, path) in new[] { ("name", "data"), ("namespace", "data"), ("uid", "data"), ("attempt", "data"), ("type", ""), ("source", ""), ("time", "") })
        {
            var json = JsonNode.Parse(valid.Span)!;
            (path.Length > 0 ? json[path]! : json)[field] = text;
            await KeepAsync(DeadLetters, Convert.ToBase64String(Encoding.UTF8.GetBytes(json.ToJsonString())));
        }

        await KeepAsync(DeadLetters, Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));
        await KeepAsync(DeadLetters, Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"{{JsonEncodedText.Encode(text)}}":1,"{{JsonEncodedText.Encode(text)}}":2}""")));

        Assert.Equal(ExitCodes.Done, await RunAsync("list"));
        Assert.Equal(ExitCodes.Left, await RunAsync("redrive --all"));
        Assert.Equal(ExitCodes.Done, await RunAsync("drop --all --yes"));

        var shown = Output.ToString() + Error;
        Assert.DoesNotContain(shown.Replace(Environment.NewLine, string.Empty, StringComparison.Ordinal), character => char.IsControl(character) || character == '\u202e');
    }

    private JsonElement.ArrayEnumerator Messages() => JsonElement.Parse(Output.ToString()).GetProperty("messages").EnumerateArray();

    private (int Messages, int Shown) CountsOf(string queue)
    {
        var counts = JsonElement.Parse(Output.ToString()).GetProperty("queues").EnumerateArray().Single(one => one.GetProperty("name").GetString() == queue);
        return (counts.GetProperty("messages").GetInt32(), counts.GetProperty("shown").GetInt32());
    }
}
