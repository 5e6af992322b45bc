namespace ApiBridge.Domain.Tests;

public sealed class ApiPathTests
{
    [Theory]
    [InlineData("/shop", "/shop")]
    [InlineData("/shop/", "/shop")]
    [InlineData("/shop/v4//", "/shop/v4")]
    [InlineData("/", "/")]
    [InlineData("//", "/")]
    [InlineData("", "")]
    [InlineData("shop/", "shop")]
    public void ASlashAtTheEndMakesNoOtherPath(string path, string normal) => Assert.Equal(normal, ApiPath.Normalise(path));

    [Theory]
    [InlineData("/%c3%a9", "/%C3%A9")]
    [InlineData("/é", "/%C3%A9")]
    [InlineData("/%7Eshop/%61%2D%5f", "/~shop/a-_")]
    [InlineData("/%2e%2E/b", "/../b")]
    [InlineData("/a%2fb", "/a%2Fb")]
    [InlineData("/a;b=c,d:e@f!$&'()*+", "/a;b=c,d:e@f!$&'()*+")]
    [InlineData("/a%3bb", "/a%3Bb")]
    [InlineData("/a b|c", "/a%20b%7Cc")]
    [InlineData("/😀", "/%F0%9F%98%80")]
    [InlineData("/Shop", "/Shop")]
    public void WhatNeedsNoEncodingIsDecodedAndAllElseEncodedInUpperCase(string path, string normal) =>
        Assert.Equal(normal, ApiPath.Normalise(path));

    [Theory]
    [InlineData("/shop", "/Shop")]
    [InlineData("/a%2Fb", "/a/b")]
    [InlineData("/a%3Bb", "/a;b")]
    [InlineData("/a\u00E9", "/ae")]
    [InlineData("/a\u00AA", "/aa")]
    [InlineData("/cafe\u0301", "/caf\u00E9")]
    public void WhatAGatewayTellsApartStaysApart(string path, string other) =>
        Assert.NotEqual(ApiPath.Normalise(other), ApiPath.Normalise(path));

    [Theory]
    [InlineData("/%zz", "/%25zz")]
    [InlineData("/%", "/%25")]
    [InlineData("/%%341", "/%2541")]
    [InlineData("/%ff%c3", "/%FF%C3")]
    [InlineData("/%c0%ae", "/%C0%AE")]
    [InlineData("/a\\b?c#d", "/a%5Cb%3Fc%23d")]
    [InlineData("/%e2%80%8b", "/%E2%80%8B")]
    public void WhatCanNotBeRegisteredHasANormalFormToo(string path, string normal)
    {
        Assert.Equal(normal, ApiPath.Normalise(path));
        Assert.Equal(normal, ApiPath.Normalise(normal));
    }

    [Fact]
    public void HalfASurrogatePairIsNormalisedAsTheReplacementCharacter() =>
        Assert.Equal("/a%EF%BF%BDb", ApiPath.Normalise("/a" + '\uD800' + "b"));

    [Fact]
    public void AnyNormalFormIsItsOwnNormalForm()
    {
        var random = new Random(20260115);
        string[] parts = ["/", "%", "2", "e", "E", "%2e", "%C3", "%A9", "%CC%81", "\u0301", "\u0323", "a", "<", "=", "\u0338", "\u1100", "\u1161", "é", ";", "%25", "%ff", "?"];
        for (var round = 0; round < 20_000; round++)
        {
            var path = "/" + string.Concat(random.GetItems(parts, random.Next(1, 12)));

            var normal = ApiPath.Normalise(path);

            Assert.Equal((path, normal), (path, ApiPath.Normalise(normal)));
        }
    }

    [Theory]
    [InlineData("/shop/", "/shop")]
    [InlineData("/caf%65", "/cafe")]
    public void ASpecAndARegistrationAreComparedByTheNormalFormAndSentAsTheyAre(string path, string normal)
    {
        var api = Objects.WithSpec($$"""{"path":"{{path}}","implementation":"s","port":80}""");
        var registration = ApiRegistration.Of(api, "orders");

        Assert.Equal((normal, normal), (api.Spec.NormalPath, registration.NormalPath));
        Assert.Equal((path, path), (registration.Path, Objects.Json(System.Text.Encoding.UTF8.GetString(registration.ToJson().Span)).Text("path")));
        Assert.Empty(SpecProblem.Of(api, []));
    }
}
