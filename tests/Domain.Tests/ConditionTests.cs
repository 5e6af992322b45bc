namespace ApiBridge.Domain.Tests;

public sealed class ConditionTests
{
    private static readonly DateTimeOffset Then = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void TheTransitionTimeStaysWhileTheStatusDoes() => Assert.Equal(Then, Now("True").After(Earlier("True")).LastTransitionTime);

    [Fact]
    public void TheTransitionTimeMovesWithTheStatus() => Assert.Equal(Then.AddHours(1), Now("False").After(Earlier("True")).LastTransitionTime);

    [Fact]
    public void AFirstConditionKeepsItsOwnTime() => Assert.Equal(Then.AddHours(1), Now("True").After(null).LastTransitionTime);

    [Fact]
    public void ReasonAndMessageAreTheNewOnes()
    {
        var after = Now("True").After(Earlier("True"));

        Assert.Equal(("New", "new"), (after.Reason, after.Message));
    }

    [Theory]
    [InlineData("Maybe")]
    [InlineData("")]
    public void AStatusOfNoKnownNameIsUnknown(string status) => Assert.Equal(ConditionStatus.Unknown, Earlier(status).Status);

    [Fact]
    public void AConditionWithoutTypeIsNone() =>
        Assert.Empty(Objects.WithStatus("""{"apiBridge":{"uid":"u-1"},"conditions":[{"status":"True"},null,"x",{"type":""}]}""").Status.Conditions);

    private static Condition Earlier(string status) => Assert.Single(Objects.WithStatus(
        $$"""{"apiBridge":{"uid":"u-1"},"conditions":[{"type":"Registered","status":"{{status}}","reason":"Old","message":"old","lastTransitionTime":"2026-01-01T00:00:00Z"}]}""")
        .Status.Conditions);

    private static Condition Now(string status) => new("Registered", Enum.Parse<ConditionStatus>(status), "New", "new", Then.AddHours(1));
}
