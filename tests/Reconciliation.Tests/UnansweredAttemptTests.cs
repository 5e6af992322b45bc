using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>Calls that take effect without an answer, and are refused when they are tried again at once.</summary>
public sealed class UnansweredAttemptTests
{
    private readonly World _world = new();

    [Fact]
    public async Task ARemovalThatIsRefusedAfterAnAttemptWithoutAnAnswerIsNotInsistedOn()
    {
        await _world.RegisterAsync();
        _world.Cluster.Delete("orders");
        PathChangeTests.RefuseToRemoveTheUnknown(_world.Apig);
        _world.Apig.Faults = _ => GatewayFault.AnsweredAtTheSecondAttempt;

        await _world.HandleAsync(_world.Api);

        Assert.Empty(_world.Cluster.All);
        Assert.Empty(_world.Retries);
    }

    [Fact]
    public async Task WhatWasCreatedWithoutAnAnswerAndThenRefusedIsRemovedWhenTheSpecGoesWrong()
    {
        var calls = 0;
        _world.Apig.Faults = _ => GatewayFault.AnsweredAtTheSecondAttempt;
        _world.Apig.Refuses = (_, _) => calls++ == 0 ? "it is there already" : null;
        await _world.RegisterAsync();
        Assert.NotEmpty(_world.Apig.Registered);

        _world.Apig.Faults = null;
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "wrong");
        await _world.HandleAsync(_world.Api);

        Assert.Empty(_world.Apig.Registered);
        Assert.Null(_world.Api.Status.UnansweredAt);
    }
}
