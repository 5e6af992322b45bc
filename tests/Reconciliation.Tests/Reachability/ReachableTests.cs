using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Gateway;

namespace ApiBridge.Reconciliation.Tests.Reachability;

/// <summary>When the URL of an API is tried, and what its status says of that.</summary>
public sealed class ReachableTests : ReachableTest
{
    [Fact]
    public async Task AUrlThatAnswersIsReachableAndCostsOneWriteMore()
    {
        var without = new World { HasStatus = true };
        without.Network.ReadyServices.Add("orders");
        await without.RegisterAsync();

        await World.RegisterAsync();

        AssertReachable(ConditionStatus.True, ConditionReasons.Routed);
        Assert.Equal("GET http://10.0.0.1/orders/v4 answered 200 application/json", Reachable!.Message);
        Assert.Equal(World.Api.Generation, Reachable.ObservedGeneration);
        Assert.Equal(without.Writes + 1, World.Writes);
        Assert.Empty(World.Retries);
    }

    [Theory]
    [InlineData(401, "text/html")]
    [InlineData(302, "text/html")]
    [InlineData(404, "application/json")]
    [InlineData(404, "")]
    [InlineData(500, "text/html")]
    public async Task WhatABackendAnswersIsRoutedUnlessNobodyIsAnsweredSo(int status, string type)
    {
        Routes.Backend = (status, type);

        await World.RegisterAsync();

        AssertReachable(ConditionStatus.True, ConditionReasons.Routed);
    }

    [Fact]
    public async Task WhatIsAnsweredAsNobodyIsIsTriedAgainAFewTimesAndThenLeft()
    {
        Routes.Routes = false;

        await World.RegisterAsync();

        AssertReachable(ConditionStatus.Unknown, ConditionReasons.NotTried);
        var (waiting, delay) = Assert.Single(World.Retries);
        Assert.Equal((EventReason.Retry, 0, 1, false), (waiting.Reason, waiting.Attempt, waiting.Probes, waiting.InDoubt));
        Assert.Equal(TimeSpan.FromSeconds(1), delay);

        await DeliverAllAsync();

        AssertReachable(ConditionStatus.False, ConditionReasons.NotRouted);
        Assert.Equal(
            "GET http://10.0.0.1/orders/v4 answered 404 text/html, as a path that nobody registered does: the gateway does not route it", Reachable!.Message);
        Assert.Equal(3, Routes.Tries);
        World.AssertCondition(ConditionTypes.Ready, ConditionStatus.True, ConditionReasons.RegisteredAndReady);
        Assert.Null(Convergence.Gap(World.Api, World.Entries, true, "10.0.0.1"));
        Assert.Empty(World.Worker.Store.Warnings);
    }

    [Fact]
    public async Task TheWaitsBetweenTriesDouble()
    {
        var world = NewWorld(retries: 4);
        world.Routes.Routes = false;
        await world.RegisterAsync();
        List<double> delays = [];
        while (world.Retries.Count > 0)
        {
            delays.Add(Assert.Single(world.Retries).Delay.TotalSeconds);
            await world.DeliverRetriesAsync();
        }

        Assert.Equal(4, delays.Count);
        Assert.InRange(delays[3], 6, 8);
    }

    [Fact]
    public async Task AGatewayThatTakesAMomentCostsNoOtherWrite()
    {
        Routes.Routes = false;
        await World.RegisterAsync();
        var writes = World.Writes;
        await World.DeliverRetriesAsync();
        Routes.Routes = true;

        await DeliverAllAsync();

        AssertReachable(ConditionStatus.True, ConditionReasons.Routed);
        Assert.Equal(writes + 1, World.Writes);
    }

    [Fact]
    public async Task TheMessageSaysThatAGatewayDoesNotAnswer()
    {
        var world = NewWorld(retries: 0);
        world.Routes.IsDown = true;

        await world.RegisterAsync();

        world.AssertCondition(ConditionTypes.Reachable, ConditionStatus.False, ConditionReasons.NoAnswer);
        Assert.StartsWith(
            "GET http://10.0.0.1/orders/v4 was not answered (Connection refused (10.0.0.1:80)), and a path that nobody registered",
            world.Api.Status.Condition(ConditionTypes.Reachable)!.Message,
            StringComparison.Ordinal);
        Assert.Empty(world.Retries);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task AGatewayThatCantServeIsToldAsOne(int status)
    {
        var world = NewWorld(retries: 0);
        world.Routes.Backend = (status, "text/plain");

        await world.RegisterAsync();

        world.AssertCondition(ConditionTypes.Reachable, ConditionStatus.False, ConditionReasons.GatewayError);
    }

    [Fact]
    public async Task ALookForAnotherReasonTriesOnceAndBeginsNoSecondChain()
    {
        Routes.Routes = false;
        await World.RegisterAsync();

        await World.HandleAsync(World.Api, EventReason.Readiness);
        Assert.Single(World.Retries);
        AssertReachable(ConditionStatus.Unknown, ConditionReasons.NotTried);

        await DeliverAllAsync();
        var (writes, tries) = (World.Writes, Routes.Tries);
        await World.HandleAsync(World.Api, EventReason.Readiness);

        Assert.Empty(World.Retries);
        Assert.Equal((writes, tries + 1), (World.Writes, Routes.Tries));

        Routes.Routes = true;
        await World.HandleAsync(World.Api, EventReason.Readiness);
        AssertReachable(ConditionStatus.True, ConditionReasons.Routed);
    }

    [Fact]
    public async Task WhatIsReachableIsNotTriedAgainBeforeItChanges()
    {
        await World.RegisterAsync();
        var (tries, writes) = (Routes.Tries, World.Writes);

        await World.HandleAsync(World.Api, EventReason.Readiness);
        Assert.Equal((tries, writes), (Routes.Tries, World.Writes));

        World.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
        await World.HandleAsync(World.Api);

        Assert.Equal("GET http://10.0.0.1/orders/v5 answered 200 application/json", Reachable!.Message);
        Assert.Equal(World.Api.Generation, Reachable.ObservedGeneration);
    }

    [Fact]
    public async Task AnotherAddressIsTriedAnew()
    {
        await World.RegisterAsync();
        World.Network.Addresses["shop"] = "10.0.0.2";

        await World.HandleAsync(World.Api, EventReason.Readiness);

        Assert.Equal("GET http://10.0.0.2/orders/v4 answered 200 application/json", Reachable!.Message);
    }

    [Fact]
    public async Task WhatIsNotReadyIsNotTriedAndSaysSo()
    {
        await World.RegisterAsync();
        World.Network.ReadyServices.Clear();
        var tries = Routes.Asked.Count;

        await World.HandleAsync(World.Api, EventReason.Readiness);
        await AuditAsync();

        AssertReachable(ConditionStatus.Unknown, ConditionReasons.NotTried);
        Assert.Equal("the implementation is not ready, so that the URL is not tried", Reachable!.Message);
        Assert.Equal(tries, Routes.Asked.Count);

        World.Network.ReadyServices.Add("orders");
        await World.HandleAsync(World.Api, EventReason.Readiness);
        AssertReachable(ConditionStatus.True, ConditionReasons.Routed);
    }

    [Fact]
    public async Task WhatIsNotRegisteredOrHasNoUrlIsNotTried()
    {
        World.Apig.Refuses = (operation, _) => operation == "create" ? "no" : null;
        await World.RegisterAsync();
        Assert.Equal("the API is not registered as its spec asks, so that its URL is not tried", Reachable!.Message);

        var world = NewWorld();
        world.Network.Addresses.Clear();
        await world.RegisterAsync();
        world.AssertCondition(ConditionTypes.Reachable, ConditionStatus.Unknown, ConditionReasons.NotTried);
        Assert.Equal("there is no URL to try yet", world.Api.Status.Condition(ConditionTypes.Reachable)!.Message);
        Assert.Empty(Routes.Asked.Concat(world.Routes.Asked));
    }

    [Fact]
    public async Task AnAddressThatOnlyTheStatusKnowsIsNotCalled()
    {
        await World.RegisterAsync();
        World.Network.Addresses.Clear();
        World.Cluster.Change("orders", json => json["status"]!["apiBridge"]!["gatewayAddress"] = "169.254.169.254");
        World.Cluster.ChangeSpec("orders", spec => spec["path"] = "/latest/meta-data");
        Routes.Asked.Clear();

        await World.HandleAsync(World.Api);
        await AuditAsync();

        Assert.Empty(Routes.Asked);
        AssertReachable(ConditionStatus.Unknown, ConditionReasons.NotTried);
    }

    [Fact]
    public async Task WhereItIsOffNothingIsTriedAndTheConditionGoesWithTheNextWrite()
    {
        await World.RegisterAsync();
        var off = World.Beside();
        var writes = off.Writes;
        Routes.Asked.Clear();

        await off.HandleAsync(World.Api, EventReason.Readiness);
        Assert.Equal(writes, off.Writes);
        Assert.NotNull(Reachable);

        World.Cluster.ChangeSpec("orders", spec => spec["port"] = 81);
        await off.HandleAsync(World.Api);

        Assert.Null(Reachable);
        Assert.Empty(Routes.Asked);
    }

    [Fact]
    public async Task WhoOnlyObservesTriesNothing()
    {
        var world = new World { Reachability = new ReachabilityOptions { Enabled = true }, Mode = new ModeOptions { Mode = WorkMode.Observe } };
        world.Network.ReadyServices.Add("orders");
        var api = world.Create();

        await world.Worker.HandleAsync(world.MessageFor(api) with { IsObservation = true, IsAudit = true });

        Assert.Empty(world.Routes.Asked);
        Assert.Null(world.Api.Status.Condition(ConditionTypes.Reachable));
    }

    [Fact]
    public async Task WhatIsPausedIsNotTriedNorSaysAnythingNew()
    {
        await World.RegisterAsync();
        World.Cluster.Change("orders", json => json["metadata"]!["annotations"] = new System.Text.Json.Nodes.JsonObject { [ExposedApi.PausedAnnotation] = "true" });
        Routes.Asked.Clear();
        World.Apig.Clear();

        await World.HandleAsync(World.Api);
        await AuditAsync();

        Assert.Empty(Routes.Asked);
        AssertReachable(ConditionStatus.True, ConditionReasons.Routed);
        Assert.Empty(World.Apig.Registered);
    }

    [Fact]
    public async Task WhatIsDeletedSaysNothingOfItAnyMore()
    {
        await World.RegisterAsync();
        World.Cluster.Change("orders", json => json["metadata"]!["finalizers"]!.AsArray().Add("others"));
        World.Cluster.Delete("orders");
        Routes.Asked.Clear();

        await World.HandleAsync(World.Api);

        Assert.Null(Reachable);
        Assert.Empty(Routes.Asked);
    }

    [Fact]
    public async Task ACopiedStatusSaysNothing()
    {
        await World.RegisterAsync();
        var status = System.Text.Json.Nodes.JsonNode.Parse(World.Api.Status.Json.GetRawText())!.AsObject();
        (status["apiBridge"]!["repairs"], status["apiBridge"]!["repairedAt"]) = (7, "2030-01-01T00:00:00Z");
        World.Cluster.Strip("orders");
        World.Create();
        World.Cluster.Change("orders", json => json["status"] = status);
        Routes.Routes = false;

        await World.HandleAsync(World.Api);

        AssertReachable(ConditionStatus.Unknown, ConditionReasons.NotTried);
        Assert.Equal((0, null), (World.Api.Status.Repairs, World.Api.Status.RepairedAt));
        Assert.False(World.Api.Status.Json.GetProperty("apiBridge").TryGetProperty("repairs", out _));
    }

    [Fact]
    public async Task AConflictInTheSecondWriteIsLookedAtAgain()
    {
        var api = World.Create();
        Routes.Before = _ =>
        {
            Routes.Before = null;
            World.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v6");
            return Task.CompletedTask;
        };

        await World.HandleAsync(api);

        Assert.Equal("GET http://10.0.0.1/orders/v6 answered 200 application/json", Reachable!.Message);
        Assert.Equal("/orders/v6", Assert.Single(World.Apig.Registered).Path);
    }

    [Fact]
    public async Task WithoutAStatusSubresourceItSettlesAsWell()
    {
        var world = NewWorld(hasStatus: false);

        await world.RegisterAsync();
        var writes = world.Writes;
        await world.HandleAsync(world.Api);

        var reachable = world.Api.Status.Condition(ConditionTypes.Reachable)!;
        Assert.Equal((ConditionStatus.True, null), (reachable.Status, reachable.ObservedGeneration));
        Assert.Equal(writes, world.Writes);
    }

    [Fact]
    public async Task ARetryThatIsAboutTheUrlDoesWhatElseThereIsToDo()
    {
        Routes.Routes = false;
        await World.RegisterAsync();
        World.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v7");
        Routes.Routes = true;

        await World.DeliverRetriesAsync();

        Assert.Equal("/orders/v7", Assert.Single(World.Apig.Registered).Path);
        AssertReachable(ConditionStatus.True, ConditionReasons.Routed);
    }

    [Fact]
    public async Task AnEntryThatTheComponentLacksAndAUrlThatIsNotRoutedAreOneChain()
    {
        Routes.Routes = false;
        World.Create();
        World.Component.Entries.Clear();

        await World.HandleAsync(World.Api);
        for (var round = 0; World.Retries.Count > 0 && round < 20; round++)
        {
            Assert.Single(World.Retries);
            await World.DeliverRetriesAsync();
        }

        Assert.Empty(World.Retries);
        AssertReachable(ConditionStatus.False, ConditionReasons.NotRouted);
    }
}
