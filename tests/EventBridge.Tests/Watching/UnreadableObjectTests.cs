using System.Globalization;
using ApiBridge.EventBridge.Watching;

namespace ApiBridge.EventBridge.Tests.Watching;

/// <summary>An object that can't be read is left out, and named; nobody else is.</summary>
public sealed class UnreadableObjectTests : ReflectorFixture
{
    // An object itself is the first level, its spec the second.
    private const int Most = 62;

    /// <summary>What is no object that could be read, or not one of the collection.</summary>
    public static TheoryData<string> Odd =>
    [
        "null", "[]", "1", "true", "\"text\"", "{}", "[[[]]]", """{"metadata":null}""", """{"metadata":[]}""", """{"metadata":"x"}""",
        """{"metadata":{"namespace":1,"name":2,"resourceVersion":3}}""", """{"metadata":{"namespace":["ns"],"name":{}}}""",
        """{"metadata":{"namespace":"ns","name":"\ud800","resourceVersion":"5"}}""",
        """{"metadata":{"namespace":"ns","name":"odd","resourceVersion":"5"},"spec":"\udc00"}""",
        """{"metadata":{"namespace":"ns","name":"odd","resourceVersion":"5"},"\ud800":1}""",
        """{"metadata":{"namespace":"ns","name":"odd","name":"twice","resourceVersion":"5"}}""",
        """{"metadata":{"namespace":"ns","name":"odd","resourceVersion":"5"},"spec":{"a":1,"a":2}}""",
    ];

    [Fact]
    public async Task ADeepOneInAListIsLeftOutAloneAndNamed()
    {
        Api.List(Answer.PageOf("5", null, Answer.Object("a@1"), Answer.Deep("deep@2", Most + 1), Answer.Deep("flat@3", Most)));
        await using var running = Start();

        await ToldAsync("replaced a,flat");

        var found = Assert.Single(Unreadable);
        Assert.Equal(("ns", "deep", "2"), (found.Namespace, found.Name, found.ResourceVersion));
        Assert.Equal("it is nested 65 levels deep, and no more than 64 are read", found.Reason);
        Assert.Equal("deep", Assert.Single(Status.Unreadable.All).Name);
    }

    [Fact]
    public async Task ADeepOneOnAPageLeavesTheOtherPagesAlone()
    {
        Api.List(Answer.PageOf("5", "t1", Answer.Deep("deep@2", 9000), Answer.Object("a@1"))).List(Answer.PageOf("5", null, Answer.Object("b@3")));
        await using var running = Start();

        await ToldAsync("replaced a,b");
        Assert.Equal("deep", Assert.Single(Status.Unreadable.All).Name);
    }

    [Fact]
    public async Task ADeepOneAmongTheInitialEventsLeavesThemAlone()
    {
        Api.Stream(Answer.Lines(
            true, Answer.Event("ADDED", "a@1"), Event("ADDED", Answer.Deep("deep@2", 9000)), Event("ADDED", Answer.Deep("gone@2", 99)),
            Event("DELETED", Answer.Deep("gone@3", 99)), Answer.InitialEventsEnd("4")));
        await using var running = Start();

        await ToldAsync("replaced a");
        Assert.Equal("deep", Assert.Single(Status.Unreadable.All).Name);
    }

    [Fact]
    public async Task OneThatIsMendedAndOneThatIsGoneAreNamedNoMore()
    {
        Api.Watch(Answer.Lines(
            true, Event("ADDED", Answer.Deep("deep@10", 99)), Event("ADDED", Answer.Deep("goes@11", 99)), Answer.Event("MODIFIED", "deep@12"),
            Event("DELETED", Answer.Deep("goes@13", 99)), Answer.Event("ADDED", "b@14")));
        await using var running = Start();

        await ToldAsync("replaced ", "modified deep", "added b");

        Assert.Equal(2, Unreadable.Count);
        Assert.Empty(Status.Unreadable.All);
    }

    [Fact]
    public async Task OneThatIsNotThereAnyMoreAtTheNextListIsNamedNoMore()
    {
        Api.List(Answer.PageOf("5", null, Answer.Deep("deep@2", 99), Answer.Deep("stays@3", 99)))
            .Watch(Answer.Status(410, "Expired"))
            .List(Answer.PageOf("9", null, Answer.Deep("stays@3", 99)));
        await using var running = Start();

        await ToldAsync("replaced ", "replaced ");

        Assert.Equal("stays", Assert.Single(Status.Unreadable.All).Name);
        Assert.Equal(2, Unreadable.Count); // It stays as it was, and is no news at the second list.
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task AnOddOneInAListIsLeftOutAlone(string odd)
    {
        Api.List(Answer.PageOf("5", null, Answer.Object("a@1"), odd, Answer.Object("b@2")));
        await using var running = Start();

        await ToldAsync("replaced a,b");
        Assert.Single(Status.Unreadable.All);
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task AnOddOneInTheWatchIsLeftOutAloneAndItGoesOn(string odd)
    {
        Api.Watch(Answer.Lines(true, Answer.Event("ADDED", "a@2"), Event("MODIFIED", odd), Answer.Event("ADDED", "b@6")));
        await using var running = Start();

        await ToldAsync("replaced ", "added a", "added b");
        Assert.Empty(Status.Restarts);
        Assert.Single(Status.Unreadable.All);
    }

    [Fact]
    public async Task AReaderThatStumblesOverAnObjectLeavesItOutAlone()
    {
        Api.List(Answer.Page("5", null, "a@1", "stumbles@2", "b@3"));
        await using var running = Start(read: static item =>
            item.GetProperty("metadata").GetProperty("name").GetString() is var name && name == "stumbles" ? throw new OverflowException("it is too much") : name);

        await ToldAsync("replaced a,b");
        Assert.Equal("it is too much", Assert.Single(Status.Unreadable.All).Reason);
    }

    [Fact]
    public async Task ALineOfTwoMebibytesIsReadAsAnyOther()
    {
        var long2 = $"{Answer.Object("long@2")[..^1]},\"spec\":{{\"text\":\"{new string('x', 2 * 1024 * 1024)}\"}}}}";
        Api.Watch(Answer.Lines(true, Event("ADDED", long2), Answer.Event("ADDED", "b@3")));
        await using var running = Start();

        await ToldAsync("replaced ", "added long", "added b");
        Assert.Empty(Status.Unreadable.All);
    }

    [Fact]
    public async Task ALineAboveTheLimitIsPassedOverAloneAndItGoesOn()
    {
        var tooLong = $"{Answer.Object("long@2")[..^1]},\"spec\":{{\"text\":\"{new string('x', WatchStream.MaxLineBytes + (1024 * 1024))}\"}}}}";
        Api.Watch(Answer.Lines(true, Event("ADDED", tooLong), Answer.Event("ADDED", "b@3")));
        await using var running = Start();

        await ToldAsync("replaced ", "added b");
        Assert.Empty(Status.Restarts);
        var found = Assert.Single(Status.Unreadable.All);
        Assert.Equal(("long", "2"), (found.Name, found.ResourceVersion));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{WatchStream.MaxLineBytes / 1024 / 1024} MiB"), found.Reason, StringComparison.Ordinal);
    }

    private static string Event(string type, string item) => $$$"""{"type":"{{{type}}}","object":{{{item}}}}""";
}
