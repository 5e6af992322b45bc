namespace ApiBridge.Domain.Tests;

public sealed class ApiEventTests
{
    [Theory]
    [InlineData("another", true)]
    [InlineData("u-1", false)]
    [InlineData("", false)]
    public void AnEventWithAnotherUidIsAboutANamesake(string uid, bool expected)
    {
        var api = Objects.WithMetadata("uid", "\"u-1\"");
        var apiEvent = Events.Full() with { Key = api.Key with { Uid = uid } };

        Assert.Equal(expected, apiEvent.IsAboutNamesakeOf(api));
    }
}
