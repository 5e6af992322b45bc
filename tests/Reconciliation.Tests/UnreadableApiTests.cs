using System.Text;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>An object that can't be read is left as it is, and told by an Event; no retry helps.</summary>
public sealed class UnreadableApiTests
{
    private readonly World _world = new();

    [Fact]
    public async Task ItsMessageIsDoneWithAndAnEventIsOnIt()
    {
        var api = await _world.RegisterAsync();
        _world.Apig.Calls.Clear();
        Unreadable("orders");

        await _world.HandleAsync(api);

        Assert.Empty(_world.Apig.Calls);
        Assert.Empty(_world.Retries);
        Assert.Equal(
            ("orders", ConditionReasons.Unreadable), Assert.Single(_world.Worker.Store.Warnings) is var (name, reason, _) ? (name, reason) : default);
    }

    [Theory]
    [InlineData(2, EventReason.Changed)]
    [InlineData(1, EventReason.Deleted)]
    public async Task WhatOnlyItsMessageKnowsComesBackUntilItIsMended(long dequeueCount, EventReason reason)
    {
        var api = await _world.RegisterAsync();
        Unreadable("orders");

        await _world.Worker.HandleAsync(World.EventOf(api, reason), dequeueCount);

        var next = Assert.Single(_world.Retries).Event;
        Assert.Equal((dequeueCount > 1, reason is EventReason.Deleted), (next.InDoubt, next.Deleting));
    }

    [Fact]
    public async Task AnElderOfWhichNotEvenTheRecordCanBeReadMayBeInTheWay()
    {
        var pair = Pair.Create();
        Fail(pair, new UnreadableObject("shop", "elder", pair.Elder.Key.Uid, "7", "it is too deep"));

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: pair.Elder.Key));

        Assert.Empty(pair.World.Apig.Calls);
        Assert.Equal(ConditionReasons.ElderUnreadable, pair.YoungerReason);
    }

    [Fact]
    public async Task AnElderWhoseRecordHoldsThePathIsInTheWay()
    {
        var pair = Pair.Create();
        await pair.World.HandleAsync(pair.Elder);
        Fail(pair, WithoutSpec(pair.World.Cluster.JsonOf("elder")));

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: pair.Elder.Key));

        Assert.Null(pair.YoungerEntry);
        Assert.Equal(ConditionReasons.PathConflict, pair.YoungerReason);
    }

    [Fact]
    public async Task AnElderThatOnlyAskedForThePathIsInNobodysWay()
    {
        var pair = await Pair.WaitingAsync();
        Fail(pair, WithoutSpec(pair.World.Cluster.JsonOf("elder")));

        await pair.World.Worker.HandleAsync(pair.Naming());

        Assert.Equal(ConditionReasons.Accepted, pair.YoungerReason);
    }

    [Theory]
    [InlineData("../../api/v1/namespaces/kube-system/secrets/x")]
    [InlineData("Catalog")]
    [InlineData("a/b")]
    public async Task AComponentThatCanBeNoneIsToldAndNotAskedFor(string name)
    {
        var api = _world.Create();
        _world.Cluster.Change("orders", json => json["metadata"]!["labels"]![ComponentReference.Label] = name);

        await _world.HandleAsync(api);

        _world.AssertCondition(ConditionTypes.ComponentNotified, ConditionStatus.False, ConditionReasons.ComponentInvalid);
        var message = _world.Api.Status.Condition(ConditionTypes.ComponentNotified)!.Message;
        Assert.StartsWith($"metadata.labels[{ComponentReference.Label}] is '{name}', which can't be the name of a Component: name ", message, StringComparison.Ordinal);
        Assert.Empty(_world.Retries);
        Assert.DoesNotContain("tell", _world.Worker.Steps.Taken);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
    }

    [Theory]
    [InlineData(JsonDepth.MaxRegistration - 1, ConditionReasons.Accepted)]
    [InlineData(JsonDepth.MaxRegistration, ConditionReasons.SpecInvalid)]
    [InlineData(JsonDepth.MaxObject - 2, ConditionReasons.SpecInvalid)]
    public async Task WhatIsRegisteredCanBeRecordedAndReadAgain(int levels, string reason)
    {
        var nested = $"{new string('[', levels)}{new string(']', levels)}";
        await _world.RegisterAsync(spec: World.Spec.Replace("\"specification\":{", $"\"specification\":{nested},\"other\":{{", StringComparison.Ordinal));

        Assert.Equal(reason, _world.Api.Status.Condition(ConditionTypes.Registered)!.Reason);
        Assert.Equal(reason is ConditionReasons.Accepted ? levels + 1 : 0, _world.Api.Status.Registration?.Depth ?? 0);
        using var read = ObjectJson.Parse(Encoding.UTF8.GetBytes(_world.Cluster.JsonOf("orders")));
        Assert.Empty(_world.Retries);
    }

    private static UnreadableObject WithoutSpec(string json)
    {
        var start = json.IndexOf("\"spec\":{", StringComparison.Ordinal) + 7;
        var found = UnreadableObject.Of(Encoding.UTF8.GetBytes(json.Insert(start + 1, $"\"deep\":{new string('[', 99)}{new string(']', 99)},")), "it is too deep");
        Assert.False(found.Rest.IsEmpty);
        return found;
    }

    private static void Fail(Pair pair, UnreadableObject found) => pair.World.Worker.Store.ReadFailure =
        key => key.Name == "elder" ? new UnreadableObjectException(found, new JsonException()) : null;

    private void Unreadable(string name) => _world.Worker.Store.ReadFailure = key =>
        key.Name == name ? new UnreadableObjectException(new(key.Namespace, key.Name, key.Uid, "7", "it is too deep"), new JsonException()) : null;
}
