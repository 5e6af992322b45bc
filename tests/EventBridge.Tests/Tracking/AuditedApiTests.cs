using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Queueing;
using ApiBridge.EventBridge.Tracking;
using ApiBridge.Shared.Scope;

namespace ApiBridge.EventBridge.Tests.Tracking;

/// <summary>Which ExposedAPIs an audit is about, and what their messages say by the time they leave.</summary>
public sealed class AuditedApiTests : TrackerFixture
{
    private static readonly (string Namespace, string Name) Name = (Converged.Namespace, Converged.Name);

    private static readonly Dictionary<string, Api> Others = new()
    {
        ["new"] = new(),
        ["refused"] = Converged with { HoldsNothing = true, Refusal = ConditionReasons.GatewayRefused },
        ["waiting"] = Converged with { HoldsNothing = true, Refusal = ConditionReasons.PathConflict },
        ["refused for its present spec"] = Converged with { Refusal = ConditionReasons.GatewayRefused },
        ["without a record"] = Converged with { HoldsNothing = true },
        ["paused"] = Converged with { Paused = "true", SaysPaused = true },
        ["being deleted"] = Converged with { IsBeingDeleted = true },
    };

    public static TheoryData<string> NotAudited => [.. Others.Keys];

    private Audits Audits => new(Apis, Requests);

    [Fact]
    public async Task ARegisteredOneIsSentAlthoughItLacksNothing()
    {
        Tracker.Added(Converged.Snapshot());
        Assert.Equal([Name], Audits.Names);

        Assert.True(Audits.Ask(Name));

        var (key, hint) = await SentAsync();
        var sent = Tracker.Refresh(key, hint)!;
        Assert.Equal((Converged.Key, EventReason.Resync, true), (key, sent.Reason, sent.IsAudit));
        Assert.Equal(["slice"], sent.EndpointSlices);
    }

    [Theory]
    [MemberData(nameof(NotAudited))]
    public async Task OneThatIsNotRegisteredOrLeftAloneIsNot(string which)
    {
        Tracker.Added(Others[which].Snapshot());
        while (Outbox.Waiting > 0)
        {
            await SentAsync();
        }

        Assert.Empty(Audits.Names);
        Assert.False(Audits.Ask(Name));
        await NothingIsSentAsync();
    }

    [Theory]
    [InlineData("gold", "tier=gold", true)]
    [InlineData("iron", "tier=gold", false)]
    [InlineData("gold", "tier=iron", false)]
    public void OneThatLeavesTheScopeOrIsAnothersIsNot(string tier, string adoptedBy, bool isAudited)
    {
        var json = JsonNode.Parse(Converged.Json().GetRawText())!;
        json["metadata"]!["labels"] = new JsonObject { ["tier"] = tier };
        json["metadata"]!["annotations"] = new JsonObject { [ExposedApi.ScopeAnnotation] = adoptedBy };
        using var document = JsonDocument.Parse(json.ToJsonString());
        var snapshots = new ScopedSnapshots(TestEntries.Default, reservedPaths: [], new(new ScopeOptions { LabelSelector = "tier=gold" }));

        Tracker.Added(snapshots.Read(document.RootElement)!);

        Assert.Equal(isAudited, Audits.Names.Count == 1);
    }

    [Fact]
    public void OneThatCannotBeReadIsNot()
    {
        Tracker.Added(Converged.Snapshot());
        Tracker.Modified(Converged.Snapshot() with { IsUnreadable = true });

        Assert.Empty(Audits.Names);
    }

    [Fact]
    public async Task OneThatWaitsAnywayCarriesTheAuditAndItsOwnReason()
    {
        Tracker.Added(Converged.Snapshot());
        Tracker.Modified((Converged with { IsOutdated = true, Version = "2" }).Snapshot());

        Assert.True(Audits.Ask(Name));

        var (key, hint) = await SentAsync();
        Assert.Equal((EventReason.Changed, true), (hint.Reason, Tracker.Refresh(key, hint)!.IsAudit));
        await NothingIsSentAsync();
    }

    [Fact]
    public async Task WhatChangesWhileItsAuditWaitsIsOneMessage()
    {
        Tracker.Added(Converged.Snapshot());
        Audits.Ask(Name);
        Tracker.Modified((Converged with { IsOutdated = true, Version = "2" }).Snapshot());

        var (key, hint) = await SentAsync();
        var sent = Tracker.Refresh(key, hint)!;
        Assert.Equal((EventReason.Changed, true, "2"), (sent.Reason, sent.IsAudit, sent.ResourceVersion));
        await NothingIsSentAsync();
    }

    [Fact]
    public async Task AnAuditThatTheQueueDidNotTakeIsKept()
    {
        Tracker.Added(Converged.Snapshot());
        Audits.Ask(Name);
        var (key, hint) = await Outbox.TakeAsync(TestContext.Current.CancellationToken);
        Outbox.NotSent(key, Tracker.Refresh(key, hint)!);
        Time.Advance(Period);

        var (_, again) = await SentAsync();

        Assert.Equal((true, true), (again.IsAudit, again.IsAuditAlone));
    }

    [Fact]
    public async Task OneThatIsGoneBeforeItsAuditLeavesIsToldOfAsGoneAndNotAudited()
    {
        Tracker.Added(Converged.Snapshot());
        Audits.Ask(Name);
        Tracker.Deleted(Converged.Snapshot());

        var (key, hint) = await SentAsync();
        var sent = Tracker.Refresh(key, hint)!;

        Assert.Equal((EventReason.Deleted, false), (sent.Reason, sent.IsAudit));
        Assert.False(sent.LastRegistration.IsEmpty);
    }

    [Fact]
    public async Task OneThatLeftBeforeItsAuditLeavesIsNotSent()
    {
        Tracker.Added(Converged.Snapshot());
        Audits.Ask(Name);
        Tracker.Forget();

        var (key, hint) = await SentAsync();

        Assert.Null(Tracker.Refresh(key, hint));
    }

    [Fact]
    public async Task OneWhoseDeletionBeginsBeforeItsAuditLeavesIsNotAudited()
    {
        Tracker.Added(Converged.Snapshot());
        Audits.Ask(Name);
        Tracker.Modified((Converged with { IsBeingDeleted = true, Version = "2" }).Snapshot());

        var (key, hint) = await SentAsync();
        var sent = Tracker.Refresh(key, hint)!;

        Assert.Equal((EventReason.Changed, false, true), (sent.Reason, sent.IsAudit, sent.Deleting));
    }

    [Fact]
    public async Task WhatAnEarlierTermAskedForIsForgotten()
    {
        Tracker.Added(Converged.Snapshot());
        Audits.Ask(Name);

        Outbox.ForgetListed();

        Assert.False(Outbox.IsWaiting(Converged.Key));
        var next = new Hint(EventReason.Changed, "/s", "2");
        Outbox.Add(Converged.Key, next);
        Assert.False((await SentAsync()).Hint.IsAudit);
    }
}
