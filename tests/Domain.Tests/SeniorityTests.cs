namespace ApiBridge.Domain.Tests;

/// <summary>Which of two objects is the elder.</summary>
public sealed class SeniorityTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void WhoWasCreatedEarlierIsTheElderWhateverItsName() =>
        AssertElder(new(Noon, "z", "z"), new(Noon.AddSeconds(1), "a", "a"));

    [Theory]
    [InlineData("a", "x", "b", "a")]
    [InlineData("a", "x", "a", "y")]
    [InlineData("a", "Z", "a", "a")]
    [InlineData("a", "x", "a", "x1")]
    public void OfTwoCreatedAtOnceTheSmallerNamespaceAndNameIsTheElder(string ns, string name, string otherNs, string otherName) =>
        AssertElder(new(Noon, ns, name), new(Noon, otherNs, otherName));

    /// <summary>A dash comes before a slash: namespace and name are one text, and not compared one after the other.</summary>
    [Fact]
    public void NamespaceAndNameAreComparedAsOneText() => AssertElder(new(Noon, "a-b", "c"), new(Noon, "a", "b"));

    [Fact]
    public void NobodyIsAnElderOfItself()
    {
        var (one, same) = (new Seniority(Noon, "a", "b"), new Seniority(Noon, "a", "b"));

        Assert.False(one < same);
        Assert.False(one > same);
        Assert.True(one <= same);
        Assert.True(one >= same);
    }

    [Fact]
    public void AnObjectsIsThatOfItsCreationAndItsKey() =>
        Assert.Equal(new(new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), "shop", "orders"), Seniority.Of(Objects.Api()));

    private static void AssertElder(Seniority elder, Seniority younger)
    {
        Assert.True(elder < younger);
        Assert.True(younger > elder);
        Assert.True(elder <= younger);
        Assert.True(younger >= elder);
        Assert.False(younger < elder);
        Assert.True(elder.CompareTo(younger) < 0);
        Assert.True(younger.CompareTo(elder) > 0);
    }
}
