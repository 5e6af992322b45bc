using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Tracking;
using ApiBridge.Shared.Scope;

namespace ApiBridge.EventBridge.Tests.Tracking;

/// <summary>What the bridge sends about ExposedAPIs whose labels come and go.</summary>
public sealed class LeavingScopeTests : TrackerFixture
{
    private const string Selector = "tier=gold";
    private static readonly ScopedSnapshots Snapshots = new(TestEntries.Default, reservedPaths: [], new(new ScopeOptions { LabelSelector = "tier in (gold)" }));

    [Fact]
    public async Task OneThatLeavesIsSentOnceAndForgottenWhenItIsReleased()
    {
        Tracker.Replaced([Seen(Converged, "gold", Selector)!], @namespace: null);
        await NothingIsSentAsync();

        Tracker.Modified(Seen(Converged with { Version = "2" }, "iron", Selector)!);
        Tracker.Modified(Seen(Converged with { Version = "3" }, "iron", Selector)!);

        var (key, hint) = await SentAsync();
        Assert.Equal((Converged.Key, EventReason.Changed), (key, hint.Reason));
        await NothingIsSentAsync();

        Tracker.LeftOut(("components", "catalog"));
        await NothingIsSentAsync();
        Assert.Equal(0, Tracker.Known);
    }

    [Fact]
    public async Task OneThatLeftWhileTheBridgeWasDownIsSentAtItsFirstListAndAtEachResync()
    {
        Tracker.Replaced([Seen(Converged, "iron", Selector)!], @namespace: null);
        Assert.Equal(EventReason.Listed, (await SentAsync()).Hint.Reason);

        Time.Advance(Period);
        Tracker.Resync();

        Assert.Equal(EventReason.Resync, (await SentAsync()).Hint.Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tier=iron")]
    public void OneThatSomebodyElseLooksAfterIsNotKept(string adoptedBy) => Assert.Null(Seen(Converged, "iron", adoptedBy));

    [Fact]
    public async Task OneWhoseFinalizerWasStrippedIsStillReleased()
    {
        Tracker.Replaced([Seen(Converged with { IsAdopted = false }, "iron", Selector)!], @namespace: null);

        Assert.Equal(Converged.Key, (await SentAsync()).Key);
    }

    [Fact]
    public async Task OneThatLostWhatToldThatItWasOursIsSentAsGone()
    {
        Tracker.Replaced([Seen(Converged, "gold", Selector)!], @namespace: null);

        Tracker.LeftOut(("components", "catalog"));

        var (key, hint) = await SentAsync();
        Assert.Equal((Converged.Key, EventReason.Deleted), (key, hint.Reason));
    }

    [Fact]
    public async Task OneThatLeavesAndIsDeletedIsSentAsDeleting()
    {
        Tracker.Replaced([Seen(Converged with { IsBeingDeleted = true }, "iron", Selector)!], @namespace: null);

        Assert.True((await SentAsync()).Hint.Deleting);
    }

    [Fact]
    public async Task OneThatComesBackAfterItsReleaseIsSentAsNew()
    {
        Tracker.Replaced([], @namespace: null);

        Tracker.Modified(Seen(Converged with { IsAdopted = false, HoldsNothing = true }, "gold", string.Empty)!);

        Assert.Equal(EventReason.Changed, (await SentAsync()).Hint.Reason);
    }

    [Fact]
    public async Task OneThatWasAdoptedWithoutASelectorIsAdoptedAnew()
    {
        Tracker.Replaced([Seen(Converged, "gold", string.Empty)!], @namespace: null);

        Assert.Equal(EventReason.Listed, (await SentAsync()).Hint.Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OneThatIsPausedIsAdoptedAnewUnlessItNeverWas(bool isAdopted)
    {
        Tracker.Replaced([Seen(Converged with { IsAdopted = isAdopted, Paused = "true", SaysPaused = true }, "gold", string.Empty)!], @namespace: null);

        if (isAdopted)
        {
            Assert.Equal(EventReason.Listed, (await SentAsync()).Hint.Reason);
        }

        await NothingIsSentAsync();
    }

    [Fact]
    public async Task OneThatComesFromAnotherInstallationIsTakenOnlyWhenThatOneHadTimeToReleaseIt()
    {
        Tracker.Replaced([], @namespace: null);
        Tracker.Modified(Seen(Converged, "gold", "tier=iron")!);
        await NothingIsSentAsync();
        Time.Advance(Period - TimeSpan.FromSeconds(1));
        Tracker.Resync();
        await NothingIsSentAsync();

        Time.Advance(TimeSpan.FromSeconds(1));
        Tracker.Resync();

        Assert.Equal(EventReason.Resync, (await SentAsync()).Hint.Reason);
    }

    [Fact]
    public async Task OneThatLeavesKeepsOnlyThePathThatItHoldsFromYoungerOnes()
    {
        var younger = Converged with { Name = "younger", Uid = "uid-2", Path = "/catalog", Created = "2026-02-01T00:00:00Z", IsAdopted = false, IsRegistered = false, Ready = null };
        Tracker.Replaced([Seen(Converged, "iron", Selector)!, Seen(younger, "gold", string.Empty)!], @namespace: null);
        await SentAsync();
        await SentAsync();
        Assert.NotNull(Tracker.Refresh(younger.Key, new(EventReason.Listed, string.Empty, null))!.Blocker);

        Tracker.LeftOut(("components", "catalog"));

        Assert.Null(Tracker.Refresh(younger.Key, new(EventReason.Listed, string.Empty, null))!.Blocker);
    }

    private static ApiSnapshot? Seen(Api api, string tier, string adoptedBy)
    {
        var json = JsonNode.Parse(api.Json().GetRawText())!;
        json["metadata"]!["labels"] = new JsonObject { ["tier"] = tier };
        if (adoptedBy.Length > 0)
        {
            json["metadata"]!["annotations"] ??= new JsonObject();
            json["metadata"]!["annotations"]![ExposedApi.ScopeAnnotation] = adoptedBy;
        }

        return Snapshots.Read(JsonElement.Parse(json.ToJsonString()));
    }
}
