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
}
