using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>A tenant may write any status. Whatever it says, nobody's entry but the object's own is written.</summary>
public sealed class ForgedStatusTests
{
    private const string Admin = """{"name":"admin","path":"/admin","implementation":"x","port":80}""";
    private static readonly Dictionary<string, Action<JsonObject>> Forgeries = new()
    {
        ["a record of what is no API's"] = status => status["apigBind"]!["spec"] = JsonNode.Parse(Admin),
        ["a record of a neighbour's"] = status => status["apigBind"]!["spec"]!["name"] = "returns",
        ["a record of a neighbour's path"] = status => status["apigBind"]!["spec"]!["path"] = "/returns",
        ["a record of a reserved path"] = status => status["apigBind"]!["spec"]!["path"] = "/operator/AutoCreation",
        ["a record without a stamp of what is no API's"] = status =>
        {
            status["apigBind"]!["spec"] = JsonNode.Parse(Admin);
            status.Remove("apiBridge");
        },
        ["a record without a stamp of a reserved path"] = status =>
        {
            status["apigBind"]!["spec"]!["path"] = "/operator/AutoCreation";
            status.Remove("apiBridge");
        },
        ["another uid"] = status => status["apiBridge"]!["uid"] = "uid-99",
        ["a uid that is no text"] = status => status["apiBridge"]!["uid"] = 5,
        ["no uid"] = status => status["apiBridge"]!.AsObject().Remove("uid"),
        ["no gateway"] = status => status["apiBridge"]!.AsObject().Remove("gateway"),
        ["another gateway"] = status => status["apiBridge"]!["gateway"] = "elsewhere:1",
        ["no stamp"] = status => status.Remove("apiBridge"),
        ["a stamp of text"] = status => status["apiBridge"] = "junk",
        ["a stamp that is a list"] = status => status["apiBridge"] = new JsonArray(1, "x"),
        ["a bind of text"] = status => status["apigBind"] = "junk",
        ["a bind that is a list"] = status => status["apigBind"] = new JsonArray(new JsonObject()),
        ["a record of text"] = status => status["apigBind"]!["spec"] = "junk",
        ["a record of numbers"] = status => status["apigBind"]!["spec"] = new JsonObject { ["name"] = 5, ["path"] = 6 },
        ["no bind"] = status => status.Remove("apigBind"),
        ["leftovers of what is no API's"] = status => status["apiBridge"]!["left"] = Left("apig-operator-uportal.shop:8080"),
        ["leftovers elsewhere"] = status => status["apiBridge"]!["left"] = Left("elsewhere:1"),
        ["leftovers of text"] = status => status["apiBridge"]!["left"] = "junk",
        ["nothing but junk"] = status =>
        {
            foreach (var field in status.Select(field => field.Key).ToList())
            {
                status[field] = "junk";
            }
        },
    };

    private readonly World _world = new();

    public static TheoryData<string> Names => [.. Forgeries.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task AForgedStatusOfALivingApiHitsNobodyElse(string forgery)
    {
        await ForgeAsync(forgery);

        await _world.HandleAsync(_world.Api);
        await _world.SettleAsync();

        Assert.Equal(["admin at /admin", "orders at /orders/v4", "returns at /returns"], _world.Apig.Entries);
        Assert.Equal(ApiRegistration.Of(_world.Api, "orders"), _world.Apig.Find("orders"));
        AssertStampedAndRegistered();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task AChangeOfThePathUnderAForgedStatusHitsNobodyElse(string forgery)
    {
        await ForgeAsync(forgery);
        _world.Apig.RefuseToRemoveTheUnknown();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");

        await _world.HandleAsync(_world.Api);
        await _world.SettleAsync();

        Assert.Equal(["admin at /admin", "orders at /orders/v5", "returns at /returns"], _world.Apig.Entries);
        AssertStampedAndRegistered();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ADeletionUnderAForgedStatusTakesTheOwnEntryAlone(string forgery)
    {
        await ForgeAsync(forgery);
        _world.Apig.RefuseToRemoveTheUnknown();
        _world.Cluster.Delete("orders");

        await _world.HandleAsync(_world.Api);
        await _world.SettleAsync();

        Assert.Equal(["admin at /admin", "returns at /returns"], _world.Apig.Entries);
        Assert.Equal("returns", Assert.Single(_world.Cluster.All).Key.Name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task AForcedDeletionUnderAForgedStatusTakesTheOwnEntryAlone(string forgery)
    {
        await ForgeAsync(forgery);
        _world.Apig.RefuseToRemoveTheUnknown();
        var last = _world.Api;
        _world.Cluster.Strip("orders");

        await _world.HandleAsync(last, EventReason.Deleted);
        await _world.SettleAsync();

        Assert.Equal(["admin at /admin", "returns at /returns"], _world.Apig.Entries);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ASpecThatGoesWrongUnderAForgedStatusSendsNothingOfTheForgery(string forgery)
    {
        await ForgeAsync(forgery);
        _world.Apig.RefuseToRemoveTheUnknown();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "wrong");

        await _world.HandleAsync(_world.Api);
        await _world.SettleAsync();

        Assert.Equal(["admin at /admin", "returns at /returns"], _world.Apig.Entries.Where(entry => !entry.StartsWith("orders ", StringComparison.Ordinal)));
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.SpecInvalid);
        Assert.Equal(_world.Api.Key.Uid, _world.Api.Status.StampedUid);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task AReservedPathIsNeverCreatedWhateverTheStatusSays(string forgery)
    {
        await ForgeAsync(forgery);
        _world.Apig.Refuses = (operation, registration) => registration.Path.StartsWith("/operator", StringComparison.Ordinal) && operation == "create"
            ? throw new InvalidOperationException("a reserved path was sent")
            : operation == "remove" ? "no" : null;
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/operator");

        await _world.HandleAsync(_world.Api);
        _world.Cluster.Delete("orders");
        await _world.HandleAsync(_world.Api);
        if (_world.Cluster.Find("shop", "orders") is { } last)
        {
            _world.Cluster.Strip("orders");
            await _world.HandleAsync(last, EventReason.Deleted);
        }

        Assert.DoesNotContain(_world.Apig.Calls, call => call.StartsWith("create /operator", StringComparison.Ordinal));
    }

    private async Task ForgeAsync(string forgery)
    {
        await _world.RegisterAsync("returns", World.Spec.Replace("/orders/v4", "/returns", StringComparison.Ordinal));
        _world.Apig.Put("admin", "/admin");
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await _world.RegisterAsync();
        _world.Cluster.Change("orders", json => Forgeries[forgery](json["status"]!.AsObject()));
    }

    private void AssertStampedAndRegistered()
    {
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
        var status = _world.Api.Status;
        Assert.Equal((_world.Api.Key.Uid, "apig-operator-uportal.shop:8080"), (status.StampedUid, status.Gateway));
        Assert.Null(Convergence.Gap(_world.Api, _world.Entries, implementationReady: false, "10.0.0.1"));
    }

    private static JsonArray Left(string gateway) => new(new JsonObject { ["gateway"] = gateway, ["spec"] = JsonNode.Parse(Admin) });
}
