using System.Text;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>
/// Whoever can write to the queue can write any message. About a living, registered API it causes no more than one creation of that API's
/// own entry, and the removal of what its key had under a former name.
/// </summary>
public sealed class ForgedMessageTests
{
    private static readonly string[] Before = ["mall.elder at /elder", "shop.orders at /orders/v4", "shop.younger at /younger"];

    private static readonly Dictionary<string, Func<World, ApiEvent>> Forgeries = new(StringComparer.Ordinal)
    {
        ["deleted"] = world => About(world) with { Reason = EventReason.Deleted },
        ["deleted, another uid"] = world => About(world, "uid-99") with { Reason = EventReason.Deleted },
        ["deleted, another uid, in doubt"] = world => About(world, "uid-99") with { Reason = EventReason.Deleted, InDoubt = true },
        ["deleted, no uid"] = world => About(world, "") with { Reason = EventReason.Deleted },
        ["deleted, with the own record"] = world => About(world) with { Reason = EventReason.Deleted, LastRegistration = world.Api.Status.Registration },
        ["deleted, under an elder's name"] = world => Deleted(world, "mall.elder", "/elder"),
        ["deleted, under a younger's name"] = world => Deleted(world, "shop.younger", "/younger"),
        ["deleted, under the own name at an elder's path"] = world => Deleted(world, "shop.orders", "/elder"),
        ["deleted, under the former name"] = world => Deleted(world, "orders", "/orders/v4"),
        ["deleted, under the former name at an elder's path"] = world => Deleted(world, "orders", "/elder"),
        ["deleted, under a former name of nobody's"] = world => Deleted(world, "younger", "/younger"),
        ["deleting"] = world => About(world) with { Deleting = true, Reason = EventReason.Changed },
        ["deleting, another uid"] = world => About(world, "uid-99") with { Deleting = true, LastRegistration = Registration("mall.elder", "/elder") },
        ["in doubt"] = world => About(world) with { InDoubt = true },
        ["retry, in doubt, with a neighbour's registration"] = world =>
            About(world) with { Reason = EventReason.Retry, InDoubt = true, LastRegistration = Registration("shop.younger", "/younger") },
        ["a blocker that is nowhere"] = world => Named(world, new("shop", "nobody", "uid-77"), blocks: true),
        ["a holder that is nowhere"] = world => Named(world, new("shop", "nobody", "uid-77")),
        ["a blocker in another namespace"] = world => Named(world, world.Cluster.Get("elder", "mall").Key, blocks: true),
        ["a holder in another namespace"] = world => Named(world, world.Cluster.Get("elder", "mall").Key),
        ["a holder that is younger"] = world => Named(world, world.Cluster.Get("younger").Key),
        ["a holder that is the API itself"] = world => Named(world, world.Api.Key),
        ["a holder with another uid"] = world => Named(world, world.Cluster.Get("elder", "mall").Key with { Uid = "uid-99" }),
        ["a holder without a uid"] = world => Named(world, world.Cluster.Get("elder", "mall").Key with { Uid = "" }),
        ["a holder out of scope"] = world => Named(world, new("kube-system", "elder", "uid-1")),
        ["neighbours, in doubt"] = world => Named(world, world.Cluster.Get("younger").Key) with { InDoubt = true, Blocker = new("shop", "nobody", "uid-77") },
        ["endpoint slices of another Service"] = world => About(world) with { EndpointSlices = ["kubernetes", "younger-abc"], Reason = EventReason.Readiness },
        ["another gateway"] = world => About(world) with { Gateway = "attacker.example.org:443", InDoubt = true },
        ["the most attempts"] = world => About(world) with { Attempt = int.MaxValue, InDoubt = true },
        ["a time to come"] = world => About(world) with { Time = DateTimeOffset.MaxValue, FirstTime = DateTimeOffset.MaxValue, InDoubt = true },
    };

    public static TheoryData<string, int> Kinds => new MatrixTheoryData<string, int>(Forgeries.Keys, [1, 2]);

    [Theory, MemberData(nameof(Kinds))]
    public async Task AboutALivingApiItCausesNoMoreThanACreationOfItsOwnEntry(string kind, int dequeueCount)
    {
        var world = await RegisteredAsync();

        await world.Worker.HandleAsync(Forgeries[kind](world), dequeueCount);
        await world.SettleAsync();

        Assert.Equal(Before, world.Apig.Entries);
        var former = kind.Contains("the former name", StringComparison.Ordinal) ? 1 : 0;
        Assert.InRange(world.Apig.Calls.Count(call => call == "create /orders/v4"), 0, 1);
        Assert.Equal(former, world.Apig.Calls.Count(call => call.StartsWith("remove", StringComparison.Ordinal)));
        Assert.Equal(former, world.Apig.Calls.Count(call => call != "create /orders/v4"));
        RenamedWorld.AssertConverged(world);
        Assert.DoesNotContain(world.Worker.Store.Reads, read => read.StartsWith("kube-system/", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task AboutAnApiThatIsNotRegisteredYetItHoldsUpNothingForGood(string kind, int dequeueCount)
    {
        var world = await RegisteredAsync(isRegistered: false);

        await world.Worker.HandleAsync(Forgeries[kind](world), dequeueCount);
        await world.SettleAsync();

        Assert.Equal(Before, world.Apig.Entries);
        RenamedWorld.AssertConverged(world);
    }

    [Fact]
    public async Task AFormerNameThatIsAnothersEntryNowIsNotRemoved()
    {
        var world = await RegisteredAsync();
        var namesake = await world.RegisterAsync("mall.elder", Pair.At("/namesake"));
        world.Apig.Calls.Clear();

        await world.Worker.HandleAsync(World.EventOf(namesake) with
        {
            Reason = EventReason.Deleted,
            Key = namesake.Key with { Uid = "uid-99" },
            LastRegistration = Registration("mall.elder", "/elder"),
        });
        await world.SettleAsync();

        Assert.Equal(["create /namesake"], world.Apig.Calls);
        Assert.Contains("mall.elder at /elder", world.Apig.Entries);
    }

    /// <summary>With a dot in it, one object's namespace and name would give the entry of another's.</summary>
    [Theory]
    [InlineData("shop.orders", "v1")]
    [InlineData("attacker.example", "org")]
    public async Task ADeletedObjectWhoseNamespaceHasADotTakesNobodysEntry(string ns, string name)
    {
        var world = await RegisteredAsync();
        await world.RegisterAsync("orders.v1", Pair.At("/v1"));
        world.Restart(world.Gateway);
        world.Apig.Calls.Clear();
        var forged = About(world) with { Key = new(ns, name, "uid-99"), Reason = EventReason.Deleted, InDoubt = true };

        var problem = await Assert.ThrowsAsync<MalformedEventException>(() => world.Worker.HandleAsync(forged));

        Assert.Equal($"The event's namespace is '{ns}'; a namespace, one DNS label, is expected.", problem.Message);
        AssertNothingAsked(world);
        Assert.Contains("shop.orders.v1 at /v1", world.Apig.Entries);
    }

    [Theory]
    [InlineData("shop", "mall", false)]
    [InlineData("shop,canvas-*", "mall", false)]
    [InlineData("shop,canvas-*", "canvas-1", true)]
    [InlineData("shop", "shop-2", false)]
    [InlineData("*", "mall", true)]
    public async Task WhatIsOutOfScopeIsRefusedBeforeAnythingIsAsked(string scope, string ns, bool isInScope)
    {
        var world = await RegisteredAsync();
        world.Scope.Namespaces = scope;
        world.Restart(world.Gateway);
        world.Apig.Calls.Clear();
        var forged = About(world) with { Key = new(ns, "elder", "uid-99"), Reason = EventReason.Deleted, InDoubt = true };

        var problem = await Record.ExceptionAsync(() => world.Worker.HandleAsync(forged));

        if (isInScope)
        {
            Assert.Null(problem);
            Assert.NotEmpty(world.Worker.Store.Reads);
            return;
        }

        Assert.Equal(
            $"The event's namespace is '{ns}'; one that ApiBridge:Scope:Namespaces has is expected.", Assert.IsType<MalformedEventException>(problem).Message);
        AssertNothingAsked(world);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnElderOutOfScopeIsNotEvenRead(bool byStatus)
    {
        var pair = await Pair.WaitingAsync(isShared: true);
        pair.World.Scope.Namespaces = "shop";
        pair.World.Restart(pair.World.Gateway);

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: byStatus ? null : pair.Elder.Key));

        Assert.NotEmpty(pair.World.Worker.Store.Reads);
        Assert.DoesNotContain("mall/elder", pair.World.Worker.Store.Reads);
    }

    [Fact]
    public async Task RawFieldsOfAnyKindCauseNoMoreEither()
    {
        var world = await RegisteredAsync();
        var valid = Encoding.UTF8.GetString(ApiEventCodec.Encode(About(world) with { Attempt = 3, Deleting = true }).Span);
        string[] forged =
        [
            valid.Replace("\"attempt\":3", "\"attempt\":2147483647", StringComparison.Ordinal),
            valid.Replace("\"attempt\":3", "\"attempt\":1e308", StringComparison.Ordinal),
            valid.Replace("\"attempt\":3", "\"attempt\":\"x\"", StringComparison.Ordinal),
            valid.Replace("\"deleting\":true", "\"deleting\":[1],\"inDoubt\":{},\"lastRegistration\":7", StringComparison.Ordinal),
            valid.Replace("\"reason\":\"Changed\"", "\"reason\":\"Explode\",\"neighbours\":[7,[],{\"role\":\"envies\"}]", StringComparison.Ordinal),
            valid.Replace("\"deleting\":true", "\"lastRegistration\":{\"name\":\"orders\",\"path\":7,\"port\":1e9}", StringComparison.Ordinal),
        ];

        foreach (var message in forged)
        {
            await world.Worker.HandleAsync(Encoding.UTF8.GetBytes(message));
        }

        await world.SettleAsync();

        Assert.Equal(Before, world.Apig.Entries);
        Assert.Empty(world.Apig.Calls);
        Assert.Equal(forged.Length, forged.Distinct(StringComparer.Ordinal).Count());
    }

    private static async Task<World> RegisteredAsync(bool isRegistered = true)
    {
        var world = new World { Gateway = RenamedWorld.After };
        await world.RegisterAsync("elder", Pair.At("/elder"), "mall");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        if (isRegistered)
        {
            await world.RegisterAsync();
        }
        else
        {
            world.Create();
        }

        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.RegisterAsync("younger", Pair.At("/younger"));
        world.Scope.Namespaces = "shop,mall";
        world.Restart(world.Gateway);
        world.Apig.Calls.Clear();
        return world;
    }

    private static ApiEvent About(World world, string? uid = null) =>
        World.EventOf(world.Api) with { Key = world.Api.Key with { Uid = uid ?? world.Api.Key.Uid } };

    private static ApiEvent Named(World world, ObjectKey key, bool blocks = false) =>
        blocks ? About(world) with { Blocker = key } : About(world) with { Holder = key };

    private static ApiEvent Deleted(World world, string name, string path) =>
        About(world, "uid-99") with { Reason = EventReason.Deleted, LastRegistration = Registration(name, path) };

    private static ApiRegistration Registration(string name, string path) => ApiRegistration.Read(
        JsonElement.Parse($$"""{"name":"{{name}}","path":"{{path}}","implementation":"evil","port":80}"""))!;

    private static void AssertNothingAsked(World world)
    {
        Assert.Empty(world.Worker.Steps.Taken);
        Assert.Empty(world.Apig.Calls);
        Assert.Empty(world.Retries);
    }
}
