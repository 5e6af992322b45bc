using ApiBridge.Domain;
using ApiBridge.LocalStack.Progress;

namespace ApiBridge.LocalStack.Tests.Progress;

public sealed class ApiProgressTests
{
    private static readonly ApiProgress Api = new("a", "shop", "/shop", "http://h/shop", Ready: true, "Complete", null, "shop-api", Reachable: null, Problem: null);

    [Theory]
    [InlineData(null, "–", true)]
    [InlineData(ConditionStatus.True, "true", true)]
    [InlineData(ConditionStatus.False, "false", true)]
    [InlineData(ConditionStatus.Unknown, "unknown", false)]
    public void UntilItIsKnownWhetherItIsReachableThatIsWaitedFor(ConditionStatus? status, string word, bool isComplete)
    {
        var api = Api with { Reachable = status is { } its ? new(ConditionTypes.Reachable, its, "NotRouted", "GET http://h/shop: HTTP 404", default) : null };

        Assert.Equal((word, isComplete), (api.Reachability, api.IsComplete));
        Assert.True(isComplete || api.Waiting == "NotRouted: GET http://h/shop: HTTP 404", api.Waiting);
    }

    [Fact]
    public void ItsComponentIsWaitedForBeforeItsUrl() =>
        Assert.Equal("its Component is new", (Api with { Component = "new", Reachable = new(ConditionTypes.Reachable, ConditionStatus.False, "a", "b", default) }).Waiting);
}
