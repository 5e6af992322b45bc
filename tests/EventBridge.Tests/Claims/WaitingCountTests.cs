using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Tests.Claims;

/// <summary>How many ExposedAPIs an elder's claim keeps from their path.</summary>
public sealed class WaitingCountTests : ClaimFixture
{
    [Fact]
    public async Task WhoSaysSoWaitsAndSoDoesWhoHasNotSaidItYet()
    {
        await ListAsync(Holder(0), Waiting(1, 0), Holder(2) with { Refusal = ConditionReasons.GatewayUnavailable, HoldsNothing = true });

        Assert.Equal(1 + 1, Figures.Waiting);
    }

    [Fact]
    public async Task NobodyWaitsOnceTheElderIsGone()
    {
        await ListAsync(Holder(0), Waiting(1, 0));
        Tracker.Deleted(Holder(0).Snapshot());

        Assert.Equal(0, Figures.Waiting);
    }

    [Fact]
    public async Task WhoHoldsWhoIsRefusedAndWhoIsBeingDeletedDoesNotWait()
    {
        await ListAsync(Holder(0), Refused(1), Waiting(2, 0) with { IsBeingDeleted = true });

        Assert.Equal(0, Figures.Waiting);
    }
}
