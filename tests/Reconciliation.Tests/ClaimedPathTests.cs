using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>Paths that are one claim though they are written differently, and paths that nobody gets.</summary>
public sealed class ClaimedPathTests
{
    private readonly World _world = new();

    [Theory]
    [InlineData("/shop", "/shop/")]
    [InlineData("/shop/", "/shop")]
    public async Task ASlashAtTheEndMakesNoOtherClaim(string older, string younger)
    {
        await _world.RegisterAsync(spec: At(older));
        _world.Time.Advance(TimeSpan.FromMinutes(1));

        await _world.RegisterAsync("returns", At(younger));

        Assert.Equal([$"orders at {older}"], _world.Apig.Entries);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.PathConflict, "returns");
        Assert.Null(_world.Cluster.Get("returns").Status.Registration);
        Assert.Empty(_world.Cluster.Get("returns").Status.Url);
    }

    [Fact]
    public async Task AnApiThatAddsASlashIsNotInItsOwnWay()
    {
        await _world.RegisterAsync(spec: At("/shop"));
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/shop/");

        await _world.HandleAsync(_world.Api);

        Assert.Equal(["orders at /shop/"], _world.Apig.Entries);
        Assert.Equal("http://10.0.0.1/shop/", _world.Api.Status.Url);
    }

    [Theory]
    [InlineData("/operator")]
    [InlineData("/operator/")]
    [InlineData("/operator/AutoCreation/createAPIFromSwagger")]
    public async Task AReservedPathIsRefusedAndNeverSent(string path)
    {
        await _world.RegisterAsync(spec: At(path));
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.SpecInvalid);

        _world.Cluster.Delete("orders");
        await _world.HandleAsync(_world.Api);

        Assert.Empty(_world.Cluster.All);
        AssertNeverSent();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AReservedPathIsNotSentToSettleARefusedRemovalEither(bool isForced)
    {
        await _world.RegisterAsync();
        _world.Apig.Refuses = (operation, _) => operation == "remove" ? "locked" : null;
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/operator/x");
        await _world.Worker.HandleAsync(World.EventOf(_world.Api), dequeueCount: 2);
        _world.Cluster.Delete("orders");
        var last = _world.Api;
        if (isForced)
        {
            _world.Cluster.Strip("orders");
        }

        await _world.Worker.HandleAsync(World.EventOf(last, isForced ? EventReason.Deleted : EventReason.Changed), dequeueCount: 2);
        await _world.DeliverRetriesAsync();

        AssertNeverSent();
        Assert.Equal(["orders at /orders/v4"], _world.Apig.Entries);
        Assert.Single(_world.Retries);
    }

    [Fact]
    public async Task AReservedPathInAMessageIsNotSent()
    {
        var last = await _world.RegisterAsync();
        _world.Cluster.Strip("orders");
        _world.Apig.Refuses = (operation, _) => operation == "remove" ? "locked" : null;
        var forged = ApiRegistration.Read(JsonElement.Parse("""{"name":"orders","path":"/operator","implementation":"x","port":80}"""));

        await _world.Worker.HandleAsync(World.EventOf(last, EventReason.Deleted) with { LastRegistration = forged }, dequeueCount: 2);

        Assert.DoesNotContain("create /operator", _world.Apig.Calls);
    }

    private static string At(string path)
    {
        var spec = JsonNode.Parse(World.Spec)!;
        spec["path"] = path;
        return spec.ToJsonString();
    }

    private void AssertNeverSent() => Assert.DoesNotContain(_world.Apig.Calls, call => call.Contains("/operator", StringComparison.Ordinal));
}
