using ApiBridge.Domain;
using ApiBridge.EventBridge.Queueing;

namespace ApiBridge.EventBridge.Tests.Queueing;

public sealed class HintTests
{
    [Theory]
    [InlineData(EventReason.Listed, EventReason.Changed, EventReason.Changed)]
    [InlineData(EventReason.Changed, EventReason.Resync, EventReason.Changed)]
    [InlineData(EventReason.Changed, EventReason.Readiness, EventReason.Changed)]
    [InlineData(EventReason.Changed, EventReason.Deleted, EventReason.Deleted)]
    [InlineData(EventReason.Deleted, EventReason.Changed, EventReason.Deleted)]
    [InlineData(EventReason.Readiness, EventReason.Resync, EventReason.Resync)]
    public void AChangeOrDeletionThatWaitsIsNotForgottenForSomethingLess(EventReason waiting, EventReason newer, EventReason expected) =>
        Assert.Equal(expected, new Hint(waiting, "/s", "1").MergedWith(new Hint(newer, "/s", "2")).Reason);

    [Fact]
    public void TheNewerVersionIsSentWithTheLastRegistrationThatIsKnown()
    {
        ReadOnlyMemory<byte> registration = "{}"u8.ToArray();

        var merged = new Hint(EventReason.Deleted, "/s", "1", registration).MergedWith(new Hint(EventReason.Changed, "/s", "2"));

        Assert.Equal("2", merged.ResourceVersion);
        Assert.Equal(registration, merged.LastRegistration);
    }

    [Theory]
    [InlineData(EventReason.Listed)]
    [InlineData(EventReason.Changed)]
    [InlineData(EventReason.Readiness)]
    [InlineData(EventReason.Resync)]
    [InlineData(EventReason.Deleted)]
    public void AnAuditIsKeptBesideWhateverElseIsAskedForAndTakesNothingOfItsReason(EventReason other)
    {
        var (audit, asked) = (new Hint(EventReason.Resync, "/s", "1") { IsAudit = true, IsAuditAlone = true }, new Hint(other, "/s", "2", InDoubt: true));

        foreach (var merged in new[] { audit.MergedWith(asked), asked.MergedWith(audit) })
        {
            Assert.Equal((other, true, false, true), (merged.Reason, merged.IsAudit, merged.IsAuditAlone, merged.InDoubt));
            Assert.True(merged.ToEvent(new("ns", "api", "u"), DateTimeOffset.UnixEpoch, traceParent: null).IsAudit);
        }

        Assert.True(audit.MergedWith(audit).IsAuditAlone);
        Assert.False(asked.MergedWith(asked).IsAudit);
    }
}
