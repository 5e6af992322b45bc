using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;
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
        ["nothing"] = string.Empty,
        ["blanks"] = " \n\t ",
        ["JSON without base64"] = """{"specversion":"1.0","type":"org.tmforum.oda.exposedapi.changed"}""",
        ["markup"] = "[red]x[/] [nope \\u001b[31m",
        ["base64 of what commands a terminal"] = Convert.ToBase64String("\u001b[2J\u0007"u8),
        ["base64 of nothing"] = "====",
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

    public static TheoryData<string, string> Failures => new MatrixTheoryData<string, string>(
        ["read", "status", "warn"], ["unforeseen", "of the cluster", "conflicts without end", "a rejected patch", "a time-out of the client's own"]);

    [Theory, MemberData(nameof(Failures))]
    public async Task WhateverKeepsTheObjectFromBeingMarkedTheMessageIsKeptOnceAndGone(string step, string failure)
    {
        await GiveUpAsync(Convert.ToBase64String(ApiEventCodec.Encode(Fakes.World.EventOf(World.Create())).Span));
        World.Worker.Steps.Always = reached => reached != step ? Task.CompletedTask : throw failure switch
        {
            "of the cluster" => new ClusterUnavailableException("away", new HttpRequestException("refused")),
            "conflicts without end" => new ConflictException("changed"),
            "a rejected patch" => new RejectedPatchException("rejected", new InvalidOperationException()),
            "a time-out of the client's own" => new TaskCanceledException("too slow"),
            _ => new InvalidOperationException("unforeseen"),
        };

        await Mover().MoveAsync(Token);
        await Mover().MoveAsync(Token);

        Assert.Single(await KeptAsync());
        Assert.Equal(0, await CountAsync(Poisoned));
    }

    [Fact]
    public async Task AHostThatStopsMeanwhileIsDoneWithWhatItHasBegun()
    {
        using var host = new CancellationTokenSource();
        await GiveUpAsync(Convert.ToBase64String(ApiEventCodec.Encode(Fakes.World.EventOf(World.Create())).Span));
        World.Worker.Steps.HangAt = 1;
        var work = Mover().MoveAsync(host.Token);
        await Deadline.UntilAsync(() => World.Worker.Steps.Taken.Count == 1, "the object is read");

        await host.CancelAsync();
        World.Time.Advance(TimeSpan.FromSeconds(5));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        Assert.Single(await KeptAsync());
        Assert.Equal(0, await CountAsync(Poisoned));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatIsKeptAndCantBeDeletedForAWhileIsNotKeptAgain(bool withoutAnAnswer)
    {
        var (isAway, deletions) = (true, 0);
        await GiveUpAsync("no base64!");
        bool IsHit(Request request) => request.Method == RequestMethod.Delete && Interlocked.Increment(ref deletions) > 0 && isAway;
        var mover = Mover(new UnreliableStorage
        {
            Refuses = request => !withoutAnAnswer && IsHit(request),
            LeavesUnanswered = request => withoutAnAnswer && IsHit(request),
            LeaseSeconds = 1,
        });
        await Deadline.UntilAsync(
            async () =>
            {
                var work = mover.MoveAsync(Token);
                await Deadline.UntilAsync(
                    () =>
                    {
                        World.Time.Advance(TimeSpan.FromSeconds(5));
                        return work.IsCompleted;
                    },
                    "it goes on");
                await work;
                return deletions >= 3;
            },
            "it was tried three times");
        Assert.Single(await KeptAsync());
        Assert.Equal(1, await CountAsync(Poisoned));

        isAway = false;
        await Deadline.UntilAsync(
            async () =>
            {
                await mover.MoveAsync(Token);
                return await CountAsync(Poisoned) == 0;
            },
            "it is deleted");

        Assert.Single(await KeptAsync());
    }

    [Fact]
    public async Task WhatWasHeldForTooLongIsKeptOnceMoreAtTheMost()
    {
        await GiveUpAsync(Convert.ToBase64String(ApiEventCodec.Encode(Fakes.World.EventOf(World.Create())).Span));
        var gate = new TaskCompletionSource();
        World.Worker.Steps.OnceAsync("read", () => gate.Task);
        var slow = Mover(new UnreliableStorage { LeaseSeconds = 1 }).MoveAsync(Token);
        await Deadline.UntilAsync(
            async () =>
            {
                await Mover().MoveAsync(Token);
                return await CountAsync(Poisoned) == 0;
            },
            "another took it over");

        gate.SetResult();
        await slow;

        Assert.Equal(2, (await KeptAsync()).Count);
        Assert.Single(Log.Lines, line => line.Contains("was held for too long", StringComparison.Ordinal));
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
