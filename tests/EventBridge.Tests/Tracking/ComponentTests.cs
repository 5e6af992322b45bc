using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Dependents;
using ApiBridge.EventBridge.Tracking;

namespace ApiBridge.EventBridge.Tests.Tracking;

/// <summary>Whether a Component's entry still says what its API's status says that it was told.</summary>
public sealed class ComponentTests : TrackerFixture
{
    private static readonly TimeSpan Debounce = TestOptions.Watch.ComponentDebounce;
    private static readonly Api Told = Converged with { Component = "shop", Notified = ConditionReasons.EntryUpdated };
    private static readonly JsonObject Right = Entry("uid-1", "https://10.0.0.1/catalog", ready: true);

    [Fact]
    public async Task AnEntryThatIsOverwrittenCostsOneMessage()
    {
        ListBoth(Right);
        await NothingIsSentWithinAsync(Period);

        Overwrite(Entry("uid-1", url: null, ready: false));
        await NothingIsSentAsync();
        Assert.Equal(1, Tracker.Unconverged);
        Time.Advance(Debounce);

        var (key, hint) = await SentAsync();
        Assert.Equal((Told.Key, EventReason.Changed), (key, hint.Reason));
        Overwrite(Right);
        Assert.Equal(0, Tracker.Unconverged);
        await NothingIsSentWithinAsync(2 * MaxPeriod);
        Assert.Equal(1, Requests.Decisions[Decision.Component]);
    }

    [Theory]
    [InlineData("url", "\"https://elsewhere/\"")]
    [InlineData("url", "null")]
    [InlineData("url", "7")]
    [InlineData("ready", "false")]
    [InlineData("ready", "\"true\"")]
    [InlineData("ready", "null")]
    public async Task EachFieldThatIsWrittenCounts(string field, string json)
    {
        ListBoth(Right);
        var entry = (JsonObject)Right.DeepClone();
        entry[field] = JsonNode.Parse(json);

        Overwrite(entry);
        Time.Advance(Debounce);

        Assert.Equal(Told.Key, (await SentAsync()).Key);
    }

    // Other fields are the operator's, and a URL of the developer UI that the API has none of is left as it is by the worker, too.
    [Fact]
    public async Task WhatAWorkerWouldNotWriteCostsNoMessage()
    {
        ListBoth(Right);
        var entry = (JsonObject)Right.DeepClone();
        (entry["developerUI"], entry["ip"], entry["name"]) = ("https://ui/", "10.0.0.9", "other");

        Overwrite(entry);

        await NothingIsSentWithinAsync(MaxPeriod);
    }

    [Fact]
    public async Task AnEntryOfAWithdrawnApiThatHasAUrlAgainIsSent()
    {
        var withdrawn = Told with { HoldsNothing = true, Refusal = ConditionReasons.SpecInvalid, Ready = true };
        Components.Replaced([Component(Entry("uid-1", url: null, ready: true))], @namespace: null);
        Tracker.Modified(withdrawn.Snapshot());
        while (Outbox.Waiting > 0)
        {
            await SentAsync();
        }

        Overwrite(Right);
        Time.Advance(Debounce);

        Assert.Equal(withdrawn.Key, (await SentAsync()).Key);
    }

    [Fact]
    public async Task AStatusThatIsSeenAfterTheEntryItTellsOfCostsNoMessage()
    {
        ListBoth(Right);
        Overwrite(Entry("uid-1", "https://10.0.0.1/catalog", ready: false));
        Time.Advance(Debounce / 2);

        Readiness.Deleted(new(Service, "slice", HasReadyEndpoint: true));
        await SentAsync();
        Tracker.Modified((Told with { Ready = false, Version = "2" }).Snapshot());

        await NothingIsSentWithinAsync(MaxPeriod);
    }

    [Fact]
    public async Task AStatusThatIsSeenBeforeTheEntryItTellsOfCostsNoMessage()
    {
        Components.Replaced([Component(Entry("uid-1", url: null, ready: false))], @namespace: null);
        Tracker.Modified(Told.Snapshot());
        Time.Advance(Debounce / 2);

        Overwrite(Right);

        await NothingIsSentWithinAsync(MaxPeriod);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ABridgeThatStartsWhileAnEntryIsOverwrittenFindsThat(bool componentsFirst)
    {
        if (componentsFirst)
        {
            Components.Replaced([Component(Entry("uid-1", url: null, ready: false))], @namespace: null);
        }

        Tracker.Replaced([Told.Snapshot()], @namespace: null);
        await NothingIsSentWithinAsync(componentsFirst ? Debounce / 2 : MaxPeriod);
        if (!componentsFirst)
        {
            Components.Replaced([Component(Entry("uid-1", url: null, ready: false))], @namespace: null);
        }

        Time.Advance(Debounce);
        Assert.Equal(Told.Key, (await SentAsync()).Key);
    }

    [Fact]
    public async Task TwoWritersWhoFightAreAnsweredEverLater()
    {
        ListBoth(Right);
        var sent = new List<TimeSpan>();
        var start = Time.GetUtcNow();
        while (Time.GetUtcNow() - start < TimeSpan.FromHours(2))
        {
            // The worker mends it at once, and the other overwrites it at once.
            Overwrite(Right);
            Overwrite(Entry("uid-1", url: null, ready: false));
            while (Outbox.Waiting == 0)
            {
                Time.Advance(TimeSpan.FromSeconds(0.5));
            }

            await SentAsync();
            sent.Add(Time.GetUtcNow() - start);
        }

        Assert.Equal([2, 6, 14, 30, 62], sent.Take(5).Select(time => time.TotalSeconds));
        Assert.InRange(sent.Count, 15, 22);
        Assert.Equal(MaxPeriod, sent[^1] - sent[^2]);
    }

    [Fact]
    public async Task AnEntryThatStoodForLongIsMendedSoonAgain()
    {
        ListBoth(Right);
        for (var time = 0; time < 5; time++)
        {
            Overwrite(Entry("uid-1", url: null, ready: false));
            Time.Advance(MaxPeriod);
            await SentAsync();
            Overwrite(Right);
        }

        Time.Advance(MaxPeriod);
        Overwrite(Entry("uid-1", url: null, ready: false));
        Time.Advance(Debounce);

        Assert.Equal(Told.Key, (await SentAsync()).Key);
    }

    // A worker that is still to be started takes longer than the first waits.
    [Fact]
    public async Task AMessageThatIsNotWorkedOnYetIsNotRepeatedBeforeAPeriod()
    {
        ListBoth(Right);
        Overwrite(Entry("uid-1", url: null, ready: false));
        Time.Advance(Debounce);
        await SentAsync();

        await NothingIsSentWithinAsync(Period - TimeSpan.FromSeconds(1));
        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(Told.Key, (await SentAsync()).Key);
    }

    [Fact]
    public async Task AnEntryThatIsMovedOrHasOthersBesideItCostsNoMessage()
    {
        ListBoth(Right);

        Overwrite(Entry("other", "https://x/", ready: false), Right);

        await NothingIsSentWithinAsync(MaxPeriod);
    }

    [Fact]
    public async Task AnEntryThatIsTakenOutOfTheListIsSentForTheStatusToSaySo()
    {
        ListBoth(Right);

        Overwrite(Entry("other", "https://x/", ready: false));
        Time.Advance(Debounce);
        Assert.Equal(Told.Key, (await SentAsync()).Key);
        Tracker.Modified((Told with { Notified = ConditionReasons.EntryPending, Version = "2" }).Snapshot());

        // A retry is on its way, which finds the entry if it comes back soon.
        await NothingIsSentWithinAsync(Period / 4);
        Overwrite(Right);
        await NothingIsSentWithinAsync(Period / 4 - Debounce);
        Time.Advance(Period);
        Assert.Equal(Told.Key, (await SentAsync()).Key);
    }

    [Theory]
    [InlineData(ConditionReasons.EntryPending)]
    [InlineData(ConditionReasons.ComponentNotFound)]
    public async Task AnEntryThatAppearsLateIsNotLeftToTheNextResync(string reason)
    {
        var waiting = Told with { Notified = reason };
        Components.Replaced(reason == ConditionReasons.EntryPending ? [Component()] : [], @namespace: null);
        Tracker.Replaced([waiting.Snapshot()], @namespace: null);
        await SentAsync();
        Time.Advance(Period - Debounce);

        Overwrite(Entry("uid-1", url: null, ready: false));
        Time.Advance(Debounce);

        Assert.Equal(waiting.Key, (await SentAsync()).Key);
    }

    [Fact]
    public async Task WithAComponentItsApisGoAsARuleSoThatItsEndCostsNothingForAPeriod()
    {
        ListBoth(Right);

        Components.Deleted(Component(Right));
        await NothingIsSentWithinAsync(Period - TimeSpan.FromSeconds(1));
        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(Told.Key, (await SentAsync()).Key);
    }

    [Fact]
    public async Task AComponentThatIsCreatedAnewWithoutWhatItWasToldIsTold()
    {
        ListBoth(Right);
        Components.Deleted(Component(Right));
        Time.Advance(Debounce);

        Components.Added(Component(Entry("uid-1", url: null, ready: false)));
        Time.Advance(Debounce);

        Assert.Equal(Told.Key, (await SentAsync()).Key);
    }

    [Fact]
    public async Task AnApiThatIsBeingDeletedIsNotSentForItsEntry()
    {
        ListBoth(Right);
        Tracker.Modified((Told with { IsBeingDeleted = true, Version = "2" }).Snapshot());
        await SentAsync();

        Overwrite();

        await NothingIsSentWithinAsync(Period / 2);
    }

    [Fact]
    public async Task AnApiThatMovesToAnotherComponentIsSent()
    {
        ListBoth(Right);

        Components.Added(new(new("components", "other"), []));
        Tracker.Modified((Told with { Component = "other", Version = "2" }).Snapshot());
        Time.Advance(Debounce);

        Assert.Equal(Told.Key, (await SentAsync()).Key);
    }

    [Fact]
    public async Task AComponentThatCannotBeReadSaysNothing()
    {
        ListBoth(Right);

        Components.Modified(new(new("components", "shop"), Entries: null));

        await NothingIsSentWithinAsync(MaxPeriod);
    }

    // It may have been mended since: nobody knows before it is listed again.
    [Fact]
    public async Task WhileTheComponentsAreNotHeardNothingIsAskedForTheirSake()
    {
        var isCurrent = false;
        Components.IsCurrent = _ => isCurrent;
        ListBoth(Right);
        Overwrite(Entry("uid-1", url: null, ready: false));

        await NothingIsSentWithinAsync(Period);
        isCurrent = true;
        Time.Advance(Debounce);

        Assert.Equal(Told.Key, (await SentAsync()).Key);
    }

    [Fact]
    public async Task WhatAMessageThatWaitsWillLookAtCostsNoOther()
    {
        ListBoth(Right);
        Tracker.Modified((Told with { Path = "/new", IsOutdated = true, Version = "2" }).Snapshot());
        await SentAsync();
        Overwrite(Entry("uid-1", url: null, ready: false));

        // Its worker is at work on the new spec, and tells the Component.
        await NothingIsSentWithinAsync(Period / 2);
        Overwrite(Entry("uid-1", "https://10.0.0.1/new", ready: true));
        Tracker.Modified((Told with { Path = "/new", Version = "3" }).Snapshot());

        await NothingIsSentWithinAsync(MaxPeriod);
    }

    private static JsonObject Entry(string uid, string? url, bool ready)
    {
        var entry = new JsonObject { ["name"] = "catalog", ["uid"] = uid, ["ready"] = ready };
        if (url is not null)
        {
            entry["url"] = url;
        }

        return entry;
    }

    private static ComponentSnapshot Component(params JsonObject[] entries) => ComponentSnapshot.Read(JsonSerializer.SerializeToElement(new JsonObject
    {
        ["metadata"] = new JsonObject { ["namespace"] = "components", ["name"] = "shop" },
        ["status"] = new JsonObject { ["coreAPIs"] = new JsonArray([.. entries.Select(entry => entry.DeepClone())]) },
    }));

    private void ListBoth(params JsonObject[] entries)
    {
        Components.Replaced([Component(entries)], @namespace: null);
        Tracker.Replaced([Told.Snapshot()], @namespace: null);
    }

    private void Overwrite(params JsonObject[] entries) => Components.Modified(Component(entries));

    private async Task NothingIsSentWithinAsync(TimeSpan time)
    {
        Time.Advance(time);
        await NothingIsSentAsync();
    }
}
