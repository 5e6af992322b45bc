using System.Text;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Tests.Claims;
using ApiBridge.EventBridge.Tracking;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.EventBridge.Tests.Tracking;

/// <summary>An ExposedAPI that can't be read is there all the same: what was known of it stays, and what its record holds it claims.</summary>
public sealed class UnreadableApiTests : ClaimFixture
{
    [Fact]
    public async Task AKnownOneThatCantBeReadAnyMoreIsNotTakenForDeleted()
    {
        Tracker.Replaced([Converged.Snapshot()], @namespace: null);

        Tracker.Modified(Unreadable(Converged));
        Tracker.Replaced([Unreadable(Converged)], @namespace: null, Names(Converged));
        Tracker.Replaced([], @namespace: null, Names(Converged)); // Not even what is left of it.

        await NothingIsSentAsync();
        Assert.Equal(1, Tracker.Known);
    }

    [Fact]
    public async Task OneThatCantBeReadAndIsGoneIsToldWithTheRegistrationThatWasKnown()
    {
        Tracker.Replaced([Converged.Snapshot()], @namespace: null);
        Tracker.Modified(Bare(Converged with { IsBeingDeleted = true }));

        Tracker.Deleted(Bare(Converged));

        var (key, hint) = await SentAsync();
        Assert.Equal((Converged.Key, EventReason.Deleted), (key, hint.Reason));
        Assert.Contains("\"path\":\"/catalog\"", Encoding.UTF8.GetString(hint.LastRegistration.Span), StringComparison.Ordinal);
        Assert.Equal(0, Tracker.Known);
    }

    [Fact]
    public async Task OneThatNobodyCouldEverReadIsToldWhenItIsGone()
    {
        Tracker.Replaced([Bare(Converged)], @namespace: null, Names(Converged));
        await NothingIsSentAsync();

        Tracker.Deleted(Bare(Converged));

        Assert.Equal(EventReason.Deleted, (await SentAsync()).Hint.Reason);
    }

    [Fact]
    public async Task OneThatTellsNoUidIsTakenForTheOneThatIsKnown()
    {
        Tracker.Replaced([Converged.Snapshot()], @namespace: null);

        Tracker.Modified(Bare(Converged with { Uid = "" }));
        await NothingIsSentAsync();

        Tracker.Modified((Converged with { Version = "3" }).Snapshot());
        await NothingIsSentAsync();
        Assert.Equal(1, Tracker.Known);
    }

    [Fact]
    public async Task OneThatIsMendedAndLacksSomethingIsSent()
    {
        Tracker.Replaced([Unreadable(new Api())], @namespace: null, Names(new Api()));
        await NothingIsSentAsync();

        Tracker.Modified(new Api { Version = "2" }.Snapshot());

        Assert.Equal((new Api().Key, EventReason.Changed), await SentAsync() is var (key, hint) ? (key, hint.Reason) : default);
    }

    [Fact]
    public async Task OneThatIsMendedAndLacksNothingIsNotSent()
    {
        Tracker.Replaced([Unreadable(Converged)], @namespace: null, Names(Converged));

        Tracker.Modified((Converged with { Version = "2" }).Snapshot());

        await NothingIsSentAsync();
    }

    [Fact]
    public async Task OneThatLackedSomethingIsNotResyncedWhileItCantBeRead()
    {
        Tracker.Added(new Api().Snapshot());
        await SentAsync();
        Tracker.Modified(Unreadable(new Api()));

        Time.Advance(MaxPeriod * 2);
        Tracker.Resync();
        Addresses.Modified(new("components", "10.0.0.9"));
        Readiness.Deleted(new(Service, "slice", HasReadyEndpoint: true));

        await NothingIsSentAsync();
    }

    [Fact]
    public async Task AMessageThatWaitedIsNotSentAboutOne()
    {
        Tracker.Added(new Api().Snapshot());
        Tracker.Modified(Unreadable(new Api()));

        var (key, hint) = await SentAsync();

        Assert.Null(Tracker.Refresh(key, hint));
    }

    [Fact]
    public async Task AnElderThatCantBeReadAndHoldsThePathByItsRecordStillBlocksAYounger()
    {
        Tracker.Replaced([Unreadable(Holder(0)), Newcomer(1).Snapshot()], @namespace: null, Names(Holder(0)));

        var (_, hint) = Assert.Single(await AllSentAsync());

        Assert.Equal(Holder(0).Key, hint.Blocker);
    }

    [Fact]
    public async Task AnElderThatOnlyAsksForThePathStandsInNobodysWayOnceItCantBeRead()
    {
        await ListAsync(Newcomer(0), Waiting(1, elder: 0));

        Tracker.Modified(Unreadable(Newcomer(0)));

        var (key, hint) = Assert.Single(await AllSentAsync());
        Assert.Equal((Newcomer(1).Key, null), (key, hint.Blocker));
    }

    // As a reader leaves it whose spec alone is nested too deep.
    private static ApiSnapshot Unreadable(Api api)
    {
        var json = JsonNode.Parse(api.Json().GetRawText())!;
        json["spec"] = JsonNode.Parse("[]");
        var deep = json.ToJsonString().Replace("\"spec\":[]", $"\"spec\":{new string('[', 99)}{new string(']', 99)}", StringComparison.Ordinal);
        var found = UnreadableObject.Of(Encoding.UTF8.GetBytes(deep), "it is too deep");
        Assert.False(found.Rest.IsEmpty);
        return ApiSnapshot.ReadRest(found, TestEntries.Default, reservedPaths: []);
    }

    private static ApiSnapshot Bare(Api api) =>
        ApiSnapshot.ReadRest(new(api.Namespace, api.Name, api.Uid, api.Version, "it is too deep"), TestEntries.Default, reservedPaths: []);

    private static HashSet<(string Namespace, string Name)> Names(params Api[] apis) => [.. apis.Select(api => (api.Namespace, api.Name))];
}
