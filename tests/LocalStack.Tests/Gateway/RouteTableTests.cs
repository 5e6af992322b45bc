using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Gateway;

namespace ApiBridge.LocalStack.Tests.Gateway;

/// <summary>Which registration answers a path.</summary>
public sealed class RouteTableTests
{
    private readonly RegistrationTable _table = new(TimeProvider.System);

    [Theory]
    [InlineData("/shop", "shop")]
    [InlineData("/shop/orders", "shop")]
    [InlineData("/shop/v1", "v1")]
    [InlineData("/shop/v1/", "v1")]
    [InlineData("/shop/v1/orders/7", "v1")]
    [InlineData("/shop/v10", "shop")]
    [InlineData("/shopping", null)]
    [InlineData("/Shop", null)]
    [InlineData("/sho", null)]
    [InlineData("/", null)]
    [InlineData("", null)]
    [InlineData("*", null)]
    [InlineData("//shop", null)]
    [InlineData("/shop//v1", "shop")]
    [InlineData("/caf%C3%A9/menu", "café")]
    [InlineData("/CAF%C3%A9", null)]
    [InlineData("/a%3Bb", null)]
    public void TheLongestPathThatEndsWithASegmentAnswers(string path, string? name)
    {
        Register("shop", "/shop");
        Register("v1", "/shop/v1/");
        Register("café", "/café");
        Register("semicolon", "/a;b");

        Assert.Equal(name, _table.Find(path)?.Name);
    }

    [Fact]
    public void TheRootAnswersWhatNobodyElseDoes()
    {
        Register("all", "/");
        Register("shop", "/shop");

        Assert.Equal("all", _table.Find("/")?.Name);
        Assert.Equal("all", _table.Find("/shopping/a")?.Name);
        Assert.Equal("shop", _table.Find("/shop/a")?.Name);
        Assert.Null(_table.Find("*"));
    }

    [Fact]
    public void OfTwoWithOnePathTheLastAnswersAndTheOtherWhenItGoes()
    {
        Register("first", "/shop");
        Register("second", "/shop/");
        Assert.Equal("second", _table.Find("/shop")?.Name);

        Register("first", "/shop");
        Assert.Equal("first", _table.Find("/shop")?.Name);

        Remove("first");
        Assert.Equal("second", _table.Find("/shop")?.Name);
        Remove("second");
        Assert.Null(_table.Find("/shop"));
    }

    [Fact]
    public void APathThatChangesLeavesNothingAtTheOldOne()
    {
        Register("shop", "/old");
        Register("shop", "/new");

        Assert.Null(_table.Find("/old"));
        Assert.Equal("shop", _table.Find("/new")?.Name);
    }

    [Fact]
    public void OfTenThousandEachAnswersItsOwnPathAndNoneOnceItIsForgotten()
    {
        const int Count = 10_000;
        for (var i = 0; i < Count; i++)
        {
            Register(Name(i), $"/apis-of/{Name(i)}/v1");
        }

        Assert.All(Enumerable.Range(0, Count), i => Assert.Equal(Name(i), _table.Find($"/apis-of/{Name(i)}/v1/orders/7")?.Name));
        Assert.Equal(1, _table.Forget(Name(4711)));
        Assert.Null(_table.Find($"/apis-of/{Name(4711)}/v1"));
        Assert.Equal(0, _table.Forget(Name(4711)));
        Assert.Equal(Count - 1, _table.Forget(name: null));
        Assert.Null(_table.Find($"/apis-of/{Name(0)}/v1"));
        Assert.Empty(_table.Registrations());

        static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"api-{i}");
    }

    private void Register(string name, string path) => _table.Apply(GatewayOperation.Create, Request(name, path), fault: null);

    private void Remove(string name) => _table.Apply(GatewayOperation.Remove, Request(name, "/any"), fault: null);

    private static RegistrationRequest Request(string name, string path) =>
        new(name, path, Problem: null, JsonSerializer.SerializeToElement<JsonNode>(GatewayClient.Body(name, path)));
}
