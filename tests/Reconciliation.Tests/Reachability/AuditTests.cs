using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests.Reachability;

/// <summary>What an audit finds, and what it makes anew.</summary>
public sealed class AuditTests : ReachableTest
{
    [Fact]
    public async Task ARegistrationThatTheGatewayLostIsMadeAnewAndTold()
    {
        await World.RegisterAsync();
        World.Apig.Clear();

        await AuditLaterAsync();

        Assert.Equal("/orders/v4", Assert.Single(World.Apig.Registered).Path);
        AssertReachable(ConditionStatus.True, ConditionReasons.Routed);
        Assert.Equal(2, World.Api.Status.GatewayWrites);
        Assert.Matches(
            "^GET http://10.0.0.1/orders/v4 answered 404 .*: the gateway does not route it, so the API was registered anew$",
            Assert.Single(Warned(ConditionReasons.RegistrationLost)));
        Assert.Equal((0, null), (World.Api.Status.Repairs, World.Api.Status.RepairedAt)); // It is routed again, so that they are forgotten.
        Assert.Empty(World.Retries);
    }

    [Fact]
    public async Task AnAuditOfWhatIsRoutedWritesNothing()
    {
        await World.RegisterAsync();
        var (writes, calls) = (World.Writes, World.Apig.Calls.Count);

        await AuditLaterAsync();

        Assert.Equal((writes, calls), (World.Writes, World.Apig.Calls.Count));
    }

    [Theory]
    [InlineData(404, "application/json")]
    [InlineData(401, "text/html")]
    [InlineData(500, "text/html")]
    public async Task ABackendsOwnAnswerIsNoLoss(int status, string type)
    {
        await World.RegisterAsync();
        Routes.Backend = (status, type);

        await AuditLaterAsync();

        Assert.Equal(1, World.Api.Status.GatewayWrites);
        Assert.Empty(World.Worker.Store.Warnings);
    }

    [Fact]
    public async Task AGatewayThatDoesNotServeAtAllIsNoLossAndIsAskedAgain()
    {
        await World.RegisterAsync();
        Routes.IsDown = true;

        await AuditLaterAsync();

        AssertReachable(ConditionStatus.True, ConditionReasons.Routed); // Until the last try.
        Assert.True(Assert.Single(World.Retries).Event.IsAudit);
        await DeliverAllAsync();
        AssertReachable(ConditionStatus.False, ConditionReasons.NoAnswer);
        Assert.Equal(1, World.Api.Status.GatewayWrites);
    }

    [Fact]
    public async Task AGatewayThatComesBackEmptyDuringAnAuditIsFilled()
    {
        await World.RegisterAsync();
        Routes.IsDown = true;
        await AuditLaterAsync();
        World.Apig.Clear();
        Routes.IsDown = false;

        await World.DeliverRetriesAsync();

        Assert.Single(World.Apig.Registered);
        AssertReachable(ConditionStatus.True, ConditionReasons.Routed);
    }

    [Fact]
    public async Task WhatIsNotReadyIsNotMadeAnew()
    {
        await World.RegisterAsync();
        World.Apig.Clear();
        World.Network.ReadyServices.Clear();

        await AuditLaterAsync();

        Assert.Empty(World.Apig.Registered);
    }

    [Fact]
    public async Task AfterTwoRepairsThatChangedNothingItBacksOffAndSaysSo()
    {
        await World.RegisterAsync();
        Routes.Routes = false;

        await AuditLaterAsync();
        await DeliverAllAsync();
        Assert.Equal(1, World.Api.Status.Repairs);
        AssertReachable(ConditionStatus.False, ConditionReasons.NotRouted);
        Assert.DoesNotContain("anew", Reachable!.Message, StringComparison.Ordinal);

        await AuditLaterAsync();
        var repaired = World.Time.GetUtcNow();
        await DeliverAllAsync();
        Assert.Equal((2, repaired), (World.Api.Status.Repairs, World.Api.Status.RepairedAt));
        Assert.EndsWith(
            $"; it was registered anew 2 times, which changed nothing: again by an audit after {repaired + (1.5 * Period):yyyy-MM-dd'T'HH:mm:ss'Z'}",
            Reachable!.Message,
            StringComparison.Ordinal);
        Assert.EndsWith(
            "; registering it anew changed nothing, and is done less and less often", Assert.Single(Warned(ConditionReasons.NotRouted)), StringComparison.Ordinal);

        var (calls, writes) = (World.Apig.Calls.Count, World.Writes);
        await AuditLaterAsync(Period - TimeSpan.FromMinutes(5));
        await DeliverAllAsync();
        Assert.Equal((calls, writes), (World.Apig.Calls.Count, World.Writes));
        Assert.Single(Warned(ConditionReasons.NotRouted));

        await AuditLaterAsync(Period);
        await DeliverAllAsync();
        Assert.Equal((3, calls + 1), (World.Api.Status.Repairs, World.Apig.Calls.Count));
        Assert.Single(Warned(ConditionReasons.NotRouted).Distinct()); // The same one again counts up.
        Assert.Equal(3, Warned(ConditionReasons.RegistrationLost).Count());

        Routes.Routes = true;
        await AuditLaterAsync();
        AssertReachable(ConditionStatus.True, ConditionReasons.Routed);
        Assert.Equal((0, null), (World.Api.Status.Repairs, World.Api.Status.RepairedAt));
    }

    [Fact]
    public async Task ALossIsMadeAnewHoweverOftenThatWasInVainForAFailingImplementation()
    {
        await World.RegisterAsync();
        Routes.Backend = (503, "text/plain");
        for (var audit = 0; audit < 2; audit++)
        {
            await AuditLaterAsync();
            await DeliverAllAsync();
        }

        await AuditLaterAsync(Period / 4);
        Assert.Equal(2, World.Api.Status.Repairs);
        AssertReachable(ConditionStatus.False, ConditionReasons.GatewayError);

        Routes.Backend = (200, "application/json");
        World.Apig.Clear();
        await AuditLaterAsync(Period / 4);

        Assert.Single(World.Apig.Registered);
        AssertReachable(ConditionStatus.True, ConditionReasons.Routed);
    }

    [Fact]
    public async Task TheRepairsOfALossAreCountedFromItOn()
    {
        await World.RegisterAsync();
        Routes.Backend = (503, "text/plain");
        for (var audit = 0; audit < 2; audit++)
        {
            await AuditLaterAsync();
            await DeliverAllAsync();
        }

        Routes.Routes = false;
        await AuditLaterAsync(Period / 4);

        Assert.Equal(1, World.Api.Status.Repairs);
    }

    [Fact]
    public async Task WhatIsStillBeingTriedSinceItsRegistrationIsNoLoss()
    {
        Routes.Routes = false;
        await World.RegisterAsync();
        AssertReachable(ConditionStatus.Unknown, ConditionReasons.NotTried);

        await AuditLaterAsync(TimeSpan.FromSeconds(5));

        Assert.Equal((1, 0), (World.Api.Status.GatewayWrites, World.Api.Status.Repairs));
        Assert.Empty(World.Worker.Store.Warnings);
        Assert.Single(World.Retries);
    }

    [Fact]
    public async Task TwoAuditsInARowMakeItAnewOnce()
    {
        await World.RegisterAsync();
        Routes.Routes = false;
        World.Time.Advance(Period);
        var (first, second) = (Audit(), Audit());
        World.Time.Advance(TimeSpan.FromSeconds(1));

        await World.Worker.HandleAsync(first);
        await World.Worker.HandleAsync(second);
        await AuditLaterAsync(TimeSpan.FromSeconds(5));

        Assert.Equal((1, 2), (World.Api.Status.Repairs, World.Api.Status.GatewayWrites));
    }

    [Fact]
    public async Task AnAuditThatIsDeliveredAgainCountsNoOtherRepair()
    {
        await World.RegisterAsync();
        Routes.Routes = false;
        World.Time.Advance(Period);
        var audit = Audit();
        World.Time.Advance(TimeSpan.FromSeconds(1));
        await World.Worker.HandleAsync(audit);

        World.Time.Advance(TimeSpan.FromMinutes(10));
        await World.Worker.HandleAsync(audit, dequeueCount: 2);

        Assert.Equal(1, World.Api.Status.Repairs);
    }

    [Fact]
    public async Task TwoWorkersWithOneAuditEachMakeItAnewOnce()
    {
        await World.RegisterAsync();
        World.Apig.Clear();
        World.Time.Advance(Period);
        var other = new Worker(World);
        var audit = Audit();
        Routes.Before = async _ =>
        {
            Routes.Before = null;
            await other.HandleAsync(audit);
        };

        await World.Worker.HandleAsync(Audit());

        Assert.Single(World.Apig.Registered);
        AssertReachable(ConditionStatus.True, ConditionReasons.Routed);
        Assert.Single(World.Worker.Store.Warnings.Concat(other.Store.Warnings), warning => warning.Reason == ConditionReasons.RegistrationLost);
    }

    [Fact]
    public async Task AnotherSpecBeginsAnew()
    {
        await World.RegisterAsync();
        Routes.Routes = false;
        await AuditLaterAsync();
        await DeliverAllAsync();
        await AuditLaterAsync();
        await DeliverAllAsync();
        Assert.Equal(2, World.Api.Status.Repairs);

        World.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
        await World.HandleAsync(World.Api);
        Assert.Equal(0, World.Api.Status.Repairs);

        await AuditLaterAsync();
        Assert.Equal(1, World.Api.Status.Repairs);
    }

    [Theory]
    [InlineData("9999-01-01T00:00:00Z", 5)]
    [InlineData("never", -1)]
    [InlineData("2026-01-01T00:00:00Z", 2147483647)]
    public async Task WhatSomebodyWroteOfRepairsHoldsNothingBackForGood(string repairedAt, int repairs)
    {
        await World.RegisterAsync();
        World.Cluster.Change("orders", json => (json["status"]!["apiBridge"]!["repairs"], json["status"]!["apiBridge"]!["repairedAt"]) = (repairs, repairedAt));
        World.Apig.Clear();

        await AuditLaterAsync(TimeSpan.FromDays(2));

        Assert.Single(World.Apig.Registered);
        AssertReachable(ConditionStatus.True, ConditionReasons.Routed);
        Assert.Equal(0, World.Api.Status.Repairs);
    }

    [Fact]
    public async Task AnAuditThatIsCutOffComesBackAsOne()
    {
        await World.RegisterAsync();
        World.Worker.Store.IsDown = true;

        await AuditLaterAsync();

        var waiting = Assert.Single(World.Retries).Event;
        Assert.Equal((EventReason.Retry, true), (waiting.Reason, waiting.IsAudit));
        World.Worker.Store.IsDown = false;
        World.Apig.Clear();
        await World.DeliverRetriesAsync();
        Assert.Single(World.Apig.Registered);
    }

    [Fact]
    public async Task AWorkerThatDiesAnywhereInARepairLeavesItToTheNextDelivery()
    {
        for (var step = 1; ; step++)
        {
            var world = NewWorld();
            await world.RegisterAsync();
            world.Apig.Clear();
            world.Time.Advance(Period);
            var audit = world.MessageFor(world.Api, EventReason.Resync) with { IsAudit = true, Time = world.Time.GetUtcNow() };
            var dying = new Worker(world);
            dying.Steps.CrashAt = step;
            try
            {
                await dying.HandleAsync(audit);
                Assert.True(step > 8, "no step was taken");
                return;
            }
            catch (CrashException)
            {
                await world.Worker.HandleAsync(audit, dequeueCount: 2);
            }

            Assert.Single(world.Apig.Registered);
            world.AssertCondition(ConditionTypes.Reachable, ConditionStatus.True, ConditionReasons.Routed);
        }
    }

    [Fact]
    public async Task WhereNothingIsTriedAnAuditIsAHintLikeAnyOther()
    {
        await World.RegisterAsync();
        World.Apig.Clear();
        Routes.Asked.Clear();

        await World.Beside().Worker.HandleAsync(Audit());

        Assert.Empty(World.Apig.Registered);
        Assert.Empty(Routes.Asked);
    }
}
