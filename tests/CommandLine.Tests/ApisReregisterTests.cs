using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Gateway;

namespace ApiBridge.CommandLine.Tests;

public sealed class ApisReregisterTests(AzuriteFixture azurite) : ApisTest(azurite)
{
    [Fact]
    public async Task WhatIsNamedIsRegisteredAgainAndNothingElse()
    {
        await RegisterAsync("shop", "orders");
        await RegisterAsync("mall", "stock");
        await RegisterAsync("mall", "prices");
        var before = Gateway.Calls.Count;

        Assert.Equal(ExitCodes.Done, await ReregisterAsync("shop/orders mall/stock mall/stock --yes"));

        Assert.Equal(["mall.stock", "shop.orders"], Gateway.Calls.Skip(before).Select(call => call.Name).Order(StringComparer.Ordinal));
        Assert.Contains("the workers are asked to register 2 APIs again", Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("mall/stock registered again (", Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("2 APIs registered again", Output.ToString(), StringComparison.Ordinal);
        Assert.Empty(Error.ToString());
    }

    [Fact]
    public async Task TheMessageSaysThatNoRecordIsToBeBelieved()
    {
        var api = await RegisterAsync("shop", "orders");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var reregister = RunAsync("reregister shop/orders --yes", stop: stop.Token);
        await Deadline.UntilAsync(() => Output.ToString().Contains("the workers are asked", StringComparison.Ordinal), "it was sent");

        await stop.CancelAsync();

        Assert.Equal(ExitCodes.Interrupted, await reregister);
        Assert.Contains("1 API left to the workers, who go on: apis show tells how each stands", Error.ToString(), StringComparison.Ordinal);
        var sent = Assert.Single(await WorkAsync());
        Assert.Equal((api.Key, EventReason.Changed, true, false), (sent.Key, sent.Reason, sent.InDoubt, sent.Leaving));
        Assert.EndsWith("/apis/oda.tmforum.org/v1/exposedapis", sent.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AllAreThoseThatAreHeldAndInScope()
    {
        await RegisterAsync("shop", "orders");
        await RegisterAsync("shop", "stock");
        await RegisterAsync("mall", "prices");
        var before = Gateway.Calls.Count;

        Assert.Equal(ExitCodes.Done, await ReregisterAsync("--all --yes --scope-namespaces shop"));

        Assert.Equal(["shop.orders", "shop.stock"], Gateway.Calls.Skip(before).Select(call => call.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AllOfANamespaceAreThoseOfThatAlone()
    {
        await RegisterAsync("shop", "orders");
        await RegisterAsync("mall", "prices");
        var before = Gateway.Calls.Count;

        Assert.Equal(ExitCodes.Done, await ReregisterAsync("--all -n mall --yes"));

        Assert.Equal("mall.prices", Assert.Single(Gateway.Calls.Skip(before)).Name);
    }

    [Fact]
    public async Task ANamespaceOutOfScopeIsToldOf()
    {
        await RegisterAsync("mall", "prices");

        Assert.Equal(ExitCodes.Left, await RunAsync("reregister --all -n mall --yes --scope-namespaces shop"));

        Assert.Equal("--namespace is 'mall', which is out of scope: give one that ApiBridge:Scope:Namespaces has", Error.ToString().TrimEnd());
        Assert.Empty(await WorkAsync());
    }

    [Theory]
    [InlineData("--all --gateway elsewhere.example")]
    [InlineData("--gateway 127.0.0.1:1")]
    public async Task AnUnknownGatewayIsToldWithThoseThatThereAre(string chosen)
    {
        await RegisterAsync("shop", "orders");

        Assert.Equal(ExitCodes.Left, await RunAsync($"reregister {chosen} --yes"));

        Assert.Equal(
            $"--gateway is '{chosen.Split(' ')[^1]}', and no API that is held there says that it is on it: give one of {Gateway.Url.Authority}", Error.ToString().TrimEnd());
        Assert.Empty(await WorkAsync());
    }

    [Fact]
    public async Task AGatewayIsNamedByItsHostOrWithItsPort()
    {
        await RegisterAsync("shop", "orders");
        await RegisterAsync("mall", "prices");
        await MergeStatusAsync("mall", "prices", new() { ["apiBridge"] = new JsonObject { ["gateway"] = "other.example:8080" } });
        var before = Gateway.Calls.Count;

        Assert.Equal(ExitCodes.Done, await ReregisterAsync($"--gateway {Gateway.Url.Authority} --yes"));
        Assert.Equal(ExitCodes.Done, await ReregisterAsync($"--all --gateway {Gateway.Url.Host} --yes"));

        Assert.Equal(["shop.orders", "shop.orders"], Gateway.Calls.Skip(before).Select(call => call.Name));
    }

    [Fact]
    public async Task ItAsksFirstAndSaysWhatItCosts()
    {
        await RegisterAsync("shop", "orders");
        await RegisterAsync("shop", "stock");

        Assert.Equal(ExitCodes.Left, await RunAsync("reregister --all --per-second 7", "n\n"));

        Assert.Contains($"shop/orders at /shop/orders on {Gateway.Url.Authority}, entry shop.orders", Output.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            "Register these 2 APIs again? That is one call to the gateway for each, at most 7 a second; what the gateway serves now stays until then. [y/N]",
            Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("nothing was registered again; where nobody can answer, give --yes", Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(await WorkAsync());
    }

    [Fact]
    public async Task WhatCantBeRegisteredIsToldBeforehandAndNotWaitedFor()
    {
        await RegisterAsync("shop", "paused");
        await AnnotateAsync("paused", ExposedApi.PausedAnnotation, "true");
        await RegisterAsync("shop", "leaving");
        await Apis("shop").DeleteAsync("leaving");
        await RegisterAtAsync("shop", "invalid", "no-slash");
        await RegisterAsync("shop", "changed");
        await Apis("shop").MergeAsync("changed", new() { ["spec"] = new JsonObject { ["port"] = 8081 } });
        await RegisterAsync("mall", "stock");
        await ConditionAsync("shop", await RegisterAsync("shop", "younger"), ConditionReasons.PathConflict, "the older shop/orders claims it");
        await ConditionAsync("shop", await RegisterAsync("shop", "refused"), ConditionReasons.GatewayRefused, "no");

        Assert.Equal(
            ExitCodes.Left,
            await RunAsync("reregister shop/paused shop/leaving shop/invalid shop/changed shop/younger shop/refused mall/stock shop/nothing --yes --scope-namespaces shop"));

        Assert.Equal(
            [
                "shop/paused is paused by its annotation apibridge.tmforum.org/paused, so that nothing is registered for it",
                "shop/leaving is being deleted, and its registration goes with it",
                "shop/invalid is not registered, so that there is nothing to repeat: SpecInvalid: spec.path is 'no-slash'",
                "shop/changed has a spec that no worker has decided on yet",
                "shop/younger waits for an older API, so that it is not registered: PathConflict: the older shop/orders claims it",
                "shop/refused is refused by the gateway: mend its spec, which registers it; GatewayRefused: no",
                "mall/stock is out of scope by its namespace, so that nothing is registered for it",
                "shop/nothing is not there",
            ],
            Error.ToString().TrimEnd().Split('\n').Select(line => line.Split(": begin")[0].Split(": that")[0].Split(": start")[0]));
        Assert.Equal("nothing is to be registered again", Output.ToString().TrimEnd());
        Assert.Empty(await WorkAsync());
    }

    [Fact]
    public async Task OfAllWhatIsBeingDeletedIsNoFailureAndWhatIsPausedIs()
    {
        await RegisterAsync("shop", "orders");
        await RegisterAsync("shop", "leaving");
        await Apis("shop").DeleteAsync("leaving");
        Assert.Equal(ExitCodes.Done, await ReregisterAsync("--all --yes"));

        await AnnotateAsync("orders", ExposedApi.PausedAnnotation, "true");
        Assert.Equal(ExitCodes.Left, await RunAsync("reregister --all --yes"));

        Assert.Contains("shop/orders registered again (1 of 1)", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneWhoseSpecBecameInvalidIsRegisteredAgainAsItWas()
    {
        await RegisterAsync("shop", "orders");
        await Apis("shop").MergeAsync("orders", new() { ["spec"] = new JsonObject { ["path"] = "no-slash" } });
        await HandleKeyAsync((await Apis("shop").GetApiAsync("orders")).Key);
        var before = Gateway.Calls.Count;

        Assert.Equal(ExitCodes.Done, await ReregisterAsync("shop/orders --yes"));

        Assert.Contains("shop/orders registered again as it was, for its spec can't be: SpecInvalid: spec.path is 'no-slash'", Output.ToString(), StringComparison.Ordinal);
        Assert.Equal("shop.orders", Assert.Single(Gateway.Calls.Skip(before)).Name);
    }

    [Fact]
    public async Task WhatKeepsItIsToldAsItAppearsAndWhenTheTimeIsUp()
    {
        await RegisterAsync("shop", "orders");
        Gateway.SetFault(new() { Mode = GatewayFaultMode.Status, Status = 503 });

        Assert.Equal(ExitCodes.Left, await ReregisterAsync("shop/orders --yes --timeout 00:00:03"));

        var lines = Error.ToString().TrimEnd().Split('\n');
        Assert.StartsWith("shop/orders is not registered yet: GatewayUnavailable: ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("shop/orders was not registered again within 00:00:03; it is not registered yet: GatewayUnavailable: ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("what was asked for goes on. Are there workers, do they take from ", lines[2], StringComparison.Ordinal);
        Assert.Contains("0 of 1 API registered again, 1 not", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatTheGatewayRefusesIsNotWaitedFor()
    {
        await RegisterAsync("shop", "orders");
        Gateway.SetFault(new() { Mode = GatewayFaultMode.Refusal, Operation = GatewayOperation.Create });

        Assert.Equal(ExitCodes.Left, await ReregisterAsync("shop/orders --yes"));

        Assert.StartsWith("shop/orders is not registered: GatewayRefused: ", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAWorkerItSaysWhatToLookFor()
    {
        await RegisterAsync("shop", "orders");

        Assert.Equal(ExitCodes.Left, await RunAsync("reregister shop/orders --yes --timeout 00:00:01"));

        Assert.Contains("shop/orders was not registered again within 00:00:01: no worker has told of a call to the gateway for it", Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("is their ApiBridge:Reconcile:Mode Apply and not Observe?", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WorkersThatObserveByTheseSettingsAreNotAsked()
    {
        using var folder = new TemporaryFolder();
        var settings = folder.Write("observe.json", """{"Values":{"ApiBridge__Reconcile__Mode":"Observe"}}""");
        await RegisterAsync("shop", "orders");

        Assert.Equal(ExitCodes.Failed, await RunAsync($"reregister shop/orders --yes --settings {settings}"));

        Assert.StartsWith("apibridge: ApiBridge:Reconcile:Mode is Observe: workers of these settings register nothing", Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(await WorkAsync());
    }

    [Fact]
    public async Task WhatIsDeletedMeanwhileIsToldAndNoFailure()
    {
        await RegisterAsync("shop", "orders");
        await RegisterAsync("shop", "stock");
        await RegisterAsync("shop", "prices");
        var reregister = RunAsync("reregister --all --yes");
        await Deadline.UntilAsync(() => Output.ToString().Contains("the workers are asked", StringComparison.Ordinal), "it was sent");
        await Apis("shop").DeleteAsync("stock");
        await Apis("shop").DeleteAsync("orders");
        await Apis("shop").MergeAsync("orders", new() { ["metadata"] = new JsonObject { ["finalizers"] = null } });

        await Deadline.UntilAsync(() => WorkAsync(), _ => reregister.IsCompleted, "it ended");

        Assert.Equal(ExitCodes.Done, await reregister);
        Assert.Contains("shop/orders was deleted meanwhile", Output.ToString(), StringComparison.Ordinal);
        Assert.Matches("shop/stock (is being|was) deleted meanwhile", Output.ToString());
        Assert.Contains("1 API registered again, 2 deleted meanwhile", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsPausedMeanwhileIsLeft()
    {
        await RegisterAsync("shop", "orders");
        var reregister = RunAsync("reregister shop/orders --yes");
        await Deadline.UntilAsync(() => Output.ToString().Contains("the workers are asked", StringComparison.Ordinal), "it was sent");
        await AnnotateAsync("orders", ExposedApi.PausedAnnotation, "true");

        Assert.Equal(ExitCodes.Left, await reregister);

        Assert.StartsWith("shop/orders is paused by its annotation", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManyAreWaitedForByALookAtAll()
    {
        var before = new List<ExposedApi>();
        foreach (var number in Enumerable.Range(1, 25))
        {
            before.Add(await RegisterAsync(number % 2 == 0 ? "shop" : "mall", $"api-{number}"));
        }

        var proxy = await ReadThroughProxyAsync();
        Assert.Equal(ExitCodes.Done, await ReregisterAsync("--all --per-second 1000", "y\n"));

        // One list to choose from, and one for each look while many are waited for.
        var lists = proxy.Reads.Where(path => path.Contains("/exposedapis?", StringComparison.Ordinal)).ToList();
        Assert.InRange(lists.Count, 2, int.MaxValue);
        Assert.All(lists, path => Assert.Equal("/apis/oda.tmforum.org/v1/exposedapis?limit=500", path));
        Assert.Contains($"25 APIs on {Gateway.Url.Authority}", Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("25 APIs registered again", Output.ToString(), StringComparison.Ordinal);
        foreach (var api in before)
        {
            Assert.Equal(api.Status.GatewayWrites + 1, (await Apis(api.Key.Namespace).GetApiAsync(api.Key.Name)).Status.GatewayWrites);
        }
    }

    [Fact]
    public async Task NoMoreAreSentThanMayBe()
    {
        foreach (var number in Enumerable.Range(1, 4))
        {
            await RegisterAsync("shop", $"api-{number}");
        }

        var started = TimeProvider.System.GetTimestamp();
        Assert.Equal(ExitCodes.Done, await ReregisterAsync("--all --yes --per-second 2"));

        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromSeconds(1.5));
    }

    [Theory]
    [InlineData("--all", "--per-second", "0", "give a whole number from 1 to 1000")]
    [InlineData("--all", "--per-second", "1001", "give a whole number from 1 to 1000")]
    [InlineData("--all", "--per-second", "2.5", "give a whole number from 1 to 1000")]
    [InlineData("--all", "--timeout", "5", "give a time above zero and of a day at most as hh:mm:ss; 5 s is 00:00:05")]
    [InlineData("--all", "--gateway", "http://gateway:8080/", "give a host, or host and port, such as apig-operator-uportal.shop:8080")]
    public async Task WhatNobodyMeansIsRefusedWithFieldValueAndFix(string chosen, string option, string value, string fix)
    {
        Assert.Equal(ExitCodes.Failed, await RunAsync($"reregister {chosen} --yes {option} {value}"));

        Assert.Equal($"apibridge: {option} is '{value}': {fix} (--help tells more)", Error.ToString().TrimEnd());
    }

    [Theory]
    [InlineData("", "give namespace/name of what is meant, --all, or --gateway for all on one gateway")]
    [InlineData("shop/orders --all", "--all leaves nothing to name: give either")]
    [InlineData("shop/orders --gateway gateway", "--gateway says which of all are meant: leave it out where APIs are named")]
    [InlineData("shop/orders -n shop", "--namespace says where --all looks: leave it out where APIs are named")]
    [InlineData("orders", "'orders' names no object: give namespace/name")]
    public async Task WhatDoesNotSayWhichAreMeantIsRefused(string chosen, string problem)
    {
        Assert.Equal(ExitCodes.Failed, await RunAsync($"reregister {chosen} --yes".Replace("  ", " ", StringComparison.Ordinal)));

        Assert.Equal($"apibridge: {problem} (--help tells more)", Error.ToString().TrimEnd());
    }

    private async Task<int> ReregisterAsync(string arguments, string answer = "")
    {
        var reregister = RunAsync($"reregister {arguments}", answer);
        await Deadline.UntilAsync(() => WorkAsync(), _ => reregister.IsCompleted, "it ended");
        return await reregister;
    }

    private Task<JsonElement> AnnotateAsync(string name, string annotation, string value) => Apis("shop").MergeAsync(
        name, new() { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [annotation] = value } } });

    private Task<JsonElement> ConditionAsync(string ns, ExposedApi api, string reason, string message) => MergeStatusAsync(ns, api.Key.Name, new()
    {
        ["conditions"] = new JsonArray(new JsonObject { ["type"] = ConditionTypes.Registered, ["status"] = "False", ["reason"] = reason, ["message"] = message }),
    });
}
