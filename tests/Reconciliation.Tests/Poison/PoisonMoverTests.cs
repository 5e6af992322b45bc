using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.TestServers;
using Azure.Core;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace ApiBridge.Reconciliation.Tests.Poison;

/// <summary>What the Functions host gave up goes from its poison queues to the dead-letter queue, byte for byte, and for good.</summary>
public sealed class PoisonMoverTests(AzuriteFixture azurite) : PoisonTest(azurite)
{
    private const int LongestText = 64 * 1024;

    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["no base64"] = "no base64!",
        ["no base64, in several lines"] = "  no\n\tbase64 ",
        ["no base64, in other scripts"] = "naïve ☃ 𝛀 العربية",
        ["no base64, with what XML has to escape"] = "<event a=\"b\" c='d'>&amp;</event>",
        ["base64 that is not written in the usual way"] = "eyJhIjo\n xfQ==",
        ["base64 of what is no UTF-8"] = Convert.ToBase64String([0xC3, 0x28, 0x00, 0xFF, 0xFE]),
        ["base64 of JSON that is no event"] = Convert.ToBase64String("""{"specversion":"1.0","type":"other"}"""u8),
        ["as long as a message may be"] = new string('-', LongestText),
        ["base64 as long as a message may be"] = Convert.ToBase64String(new byte[LongestText / 4 * 3]),
    };

    public static TheoryData<string> Kinds => [.. Texts.Keys];

    private string PoisonQueue => $"{Names.EventsQueue}-poison";

    private QueueClient Poisoned => Raw(PoisonQueue);

    [Theory, MemberData(nameof(Kinds))]
    public async Task WhateverTheHostGaveUpIsKeptOnceAsItIsAndNeverExpires(string kind)
    {
        await GiveUpAsync(Texts[kind]);

        await Mover().MoveAsync(Token);

        var kept = Assert.Single(await KeptAsync());
        Assert.Equal(Texts[kind], kept.MessageText);
        Assert.True(kept.ExpiresOn > TimeProvider.System.GetUtcNow().AddYears(1000), $"it expires on {kept.ExpiresOn:u}");
        Assert.Equal(0, await CountAsync(Poisoned));
    }

    [Fact]
    public async Task BothPoisonQueuesAreEmptiedHoweverMuchIsInThem()
    {
        List<string> sent = [];
        foreach (var queue in Names.PoisonQueues())
        {
            await Raw(queue).CreateIfNotExistsAsync(cancellationToken: Token);
            for (var number = 0; number < 12; number++)
            {
                sent.Add($"{queue} {number}!");
                await Raw(queue).SendMessageAsync(sent[^1], Token);
            }
        }

        await Mover().MoveAsync(Token);

        Assert.Equal(sent.Order(StringComparer.Ordinal), (await KeptAsync()).Select(message => message.MessageText).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task TheObjectOfAnEventIsMarkedBeforeTheEventIsDeleted()
    {
        var text = Convert.ToBase64String(ApiEventCodec.Encode(Fakes.World.EventOf(World.Create())).Span);
        await GiveUpAsync(text);

        await Mover().MoveAsync(Token);

        World.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.RetriesExhausted);
        Assert.Equal(text, Assert.Single(await KeptAsync()).MessageText);
    }

    [Fact]
    public async Task AMoverThatDiesBetweenTheCopyAndTheDeletionLosesNothing()
    {
        await GiveUpAsync("no base64!");
        var dying = Mover(new UnreliableStorage { Refuses = request => request.Method == RequestMethod.Delete, LeaseSeconds = 1 });
        await dying.MoveAsync(Token);
        Assert.Equal(1, await CountAsync(Poisoned));

        await Deadline.UntilAsync(
            async () =>
            {
                await Mover().MoveAsync(Token);
                return await CountAsync(Poisoned) == 0;
            },
            "the next one moved it");
        var kept = await KeptAsync();
        Assert.InRange(kept.Count, 1, 2);
        Assert.All(kept, message => Assert.Equal("no base64!", message.MessageText));
    }

    [Fact]
    public async Task OneThatCantBeKeptStaysAndHoldsUpNoOther()
    {
        var refused = 0;
        await GiveUpAsync("one!");
        await GiveUpAsync("other!");
        var mover = Mover(new UnreliableStorage
        {
            Refuses = request => request.Method == RequestMethod.Post && Interlocked.Increment(ref refused) == 1,
        });

        await mover.MoveAsync(Token);

        Assert.Single(await KeptAsync());
        Assert.Equal(1, await CountAsync(Poisoned));
        Assert.Single(Log.Lines, line => line.Contains("could not be moved; it is tried again in 00:02:30", StringComparison.Ordinal));
    }

    [Fact]
    public async Task QueuesThatAreNotThereAreEmpty() => await Mover().MoveAsync(Token);

    private Task GiveUpAsync(string text) => GiveUpAsync(PoisonQueue, text);

    private async Task<IReadOnlyList<PeekedMessage>> KeptAsync() => (await Kept.PeekMessagesAsync(32, Token)).Value;
}
