using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

public sealed class PathChangeTests
{
    private readonly World _world = new();

    [Theory]
    [InlineData("path", "\"/orders/v5\"")]
    [InlineData("implementation", "\"orders-v5\"")]
    [InlineData("port", "9090")]
    public async Task TheOldRegistrationGoesBeforeTheNewOneComes(string field, string value)
    {
        var before = await _world.RegisterAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec[field] = System.Text.Json.Nodes.JsonNode.Parse(value));

        await _world.HandleAsync(_world.Api);

        Assert.Equal(["create /orders/v4", "remove /orders/v4", $"create {_world.Api.Spec.Path}"], _world.Apig.Calls);
        Assert.NotEqual(before.Status.Registration, _world.Api.Status.Registration);
        Assert.Equal(ApiRegistration.Of(_world.Api), Assert.Single(_world.Apig.Registered));
        Assert.Equal($"http://10.0.0.1{_world.Api.Spec.Path}", _world.Component.Entries[_world.Api.Key.Uid].Url);
    }

    [Fact]
    public async Task TheOtherOrderIsASetting()
    {
        var world = CreateFirst();
        await world.RegisterAsync();
        world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");

        await world.HandleAsync(world.Api);

        Assert.Equal(["create /orders/v4", "create /orders/v5", "remove /orders/v4"], world.Apig.Calls);
        Assert.Equal("/orders/v5", world.Api.Status.Registration!.Path);
    }

    [Fact]
    public async Task InTheOtherOrderAnOldPathThatCouldNotBeRemovedIsRemovedLater()
    {
        var world = CreateFirst();
        await world.RegisterAsync();
        world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
        world.Apig.Faults = operation => operation == "remove" ? GatewayFault.BeforeEffect : GatewayFault.None;
        await world.HandleAsync(world.Api);

        world.Apig.Faults = null;
        await world.SettleAsync();

        Assert.Equal("remove /orders/v4", world.Apig.Calls[^1]);
        Assert.Equal("/orders/v5", world.Api.Status.Registration!.Path);
        world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
    }

    [Fact]
    public async Task AnObjectThatChangesOnceItsOldPathIsRemovedIsNotHeldUpByThat()
    {
        var world = CreateFirst(new() { IsKeyedByPath = true });
        world.Apig.RefuseToRemoveTheUnknown();
        await world.RegisterAsync();
        world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
        world.Worker.Steps.Once("remove done", () => world.Cluster.Change("orders", json => json["metadata"]!["labels"]!["x"] = "y"));

        await world.HandleAsync(world.Api);

        Assert.Equal("/orders/v5", Assert.Single(world.Apig.Registered).Path);
        world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
    }

    [Fact]
    public async Task OnAGatewayThatIsKeyedByPathAPathThatChangesWhileItIsCreatedIsRemoved()
    {
        var world = CreateFirst(new() { IsKeyedByPath = true });
        var api = world.Create();
        world.Worker.Steps.Once("create done", () => world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5"));

        await world.HandleAsync(api);

        Assert.Equal("/orders/v5", Assert.Single(world.Apig.Registered).Path);
        Assert.Equal("/orders/v5", world.Api.Status.Registration!.Path);
    }

    [Fact]
    public async Task ARemovalThatAnEarlierAttemptMayHaveDoneIsNotInsistedOn()
    {
        await _world.RegisterAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
        var change = World.EventOf(_world.Api);
        var dying = new Worker(_world);
        dying.Steps.Once("remove done", () => throw new CrashException("remove done"));
        await Assert.ThrowsAsync<CrashException>(() => dying.HandleAsync(change));
        Assert.Empty(_world.Apig.Registered);
        _world.Apig.RefuseToRemoveTheUnknown();

        await _world.Worker.HandleAsync(change, dequeueCount: 2);

        Assert.Equal("/orders/v5", Assert.Single(_world.Apig.Registered).Path);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
    }

    [Fact]
    public async Task ARefusedRemovalOfTheOldPathIsReported()
    {
        await _world.RegisterAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
        _world.Apig.Refuses = (operation, _) => operation == "remove" ? "locked" : null;

        await _world.HandleAsync(_world.Api);

        Assert.Equal("/orders/v4", Assert.Single(_world.Apig.Registered).Path);
        Assert.Equal("/orders/v4", _world.Api.Status.Registration!.Path);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.GatewayRefused);
    }

    [Fact]
    public async Task WhenTheNewPathIsRefusedAfterTheOldOneWentTheStatusSaysThatNothingIsRegistered()
    {
        await _world.RegisterAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
        _world.Apig.Refuses = (operation, _) => operation == "create" ? "no such host" : null;

        await _world.HandleAsync(_world.Api);

        Assert.Empty(_world.Apig.Registered);
        Assert.Null(_world.Api.Status.Registration);
        Assert.Empty(_world.Api.Status.Url);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.GatewayRefused);
    }

    private static World CreateFirst(FakeGateway? apig = null) =>
        new() { Apig = apig ?? new(), Gateway = new() { PathChange = PathChangeOrder.CreateThenRemove } };
}
