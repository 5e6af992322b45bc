using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Statuses;

namespace ApiBridge.Reconciliation.Tests;

public sealed class PublicAddressTests
{
    private static readonly PublicAddress Address = new("http", "gw.example.com", 8080, string.Empty);

    [Theory]
    [InlineData("/", "http://gw.example.com:8080/", "http://gw.example.com:8080/docs/")]
    [InlineData("/x", "http://gw.example.com:8080/x", "http://gw.example.com:8080/x/docs/")]
    [InlineData("/x/", "http://gw.example.com:8080/x/", "http://gw.example.com:8080/x/docs/")]
    public void AUrlHasThePathAsItIsAndTheDeveloperUIOneSlashMore(string path, string url, string developerUI) =>
        Assert.Equal((url, developerUI), (Address.UrlOf(path), DeveloperUI(null, path)));

    [Theory]
    [InlineData("https://docs.example.com/orders?v=4#top")]
    [InlineData("http://docs.example.com")]
    [InlineData("HTTPS://docs.example.com//a//b")]
    [InlineData("http://[::1]:8080/ui")]
    public void AnAbsoluteDeveloperUIIsTakenAsItIs(string developerUI) => Assert.Equal(developerUI, DeveloperUI(developerUI));

    [Theory]
    [InlineData("/ui", "/ui")]
    [InlineData("ui", "/ui")]
    [InlineData("/", "/")]
    [InlineData("/ui/", "/ui/")]
    [InlineData("//ui//", "/ui/")]
    [InlineData("//evil.example.com/ui", "/evil.example.com/ui")]
    [InlineData("/a//b", "/a/b")]
    [InlineData("./ui", "/./ui")]
    [InlineData("/ui/a:b", "/ui/a:b")]
    [InlineData("?tag=a", "/?tag=a")]
    [InlineData("#/orders", "/#/orders")]
    [InlineData("/ui?url=https://x/y.json", "/ui?url=https://x/y.json")]
    [InlineData(" /ui\n", "/ui")]
    public void AnyOtherDeveloperUIIsAPathOnTheGateway(string developerUI, string path) =>
        Assert.Equal("http://gw.example.com:8080" + path, DeveloperUI(developerUI));

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JavaScript:alert(1)")]
    [InlineData(" javascript:alert(1)")]
    [InlineData("java\nscript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("ftp://docs.example.com/ui")]
    [InlineData("file:///etc/passwd")]
    [InlineData("docs.example.com:8080/ui")]
    [InlineData("http:")]
    [InlineData("http:/ui")]
    [InlineData("http://")]
    [InlineData("http:///ui")]
    [InlineData("https://docs.example.com/a b")]
    [InlineData("/u\u0000i")]
    [InlineData("/u\u202Ei")]
    [InlineData("https://docs.example.com/\u200B")]
    public void ADeveloperUIThatLeadsToNoWebPageIsNone(string developerUI) => Assert.Null(DeveloperUI(developerUI));

    [Fact]
    public void ADeveloperUIThatIsTooLongIsNone()
    {
        Assert.NotNull(DeveloperUI("/" + new string('x', 2047)));
        Assert.Null(DeveloperUI("/" + new string('x', 2048)));
        Assert.Null(DeveloperUI("https://x/" + new string('x', 900_000)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void ABlankDeveloperUIIsTheDefaultOne(string developerUI) =>
        Assert.Equal("http://gw.example.com:8080/x/docs/", DeveloperUI(developerUI));

    private static string? DeveloperUI(string? developerUI, string path = "/x")
    {
        var spec = new JsonObject { ["path"] = path, ["apiType"] = "openapi", ["developerUI"] = developerUI };
        var api = new JsonObject { ["metadata"] = new JsonObject { ["namespace"] = "shop", ["name"] = "orders" }, ["spec"] = spec };
        return Address.DeveloperUIOf(ExposedApi.Parse(JsonElement.Parse(api.ToJsonString())).Spec, path);
    }
}
