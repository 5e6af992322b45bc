namespace ApiBridge.Domain.Tests;

public sealed class PathRulesTests
{
    private const string Dots = "leave out '.' and '..' segments";
    private const string Slashes = "leave out encoded slashes and backslashes ('%2F', '%5C')";
    private const string Backslash = "part it with '/', not with a backslash";
    private const string Empty = "leave out empty segments: put one slash between two";
    private const string Percent = "write two hexadecimal digits after each '%', and '%' itself as '%25'";
    private const string Utf8 = "percent-encode characters in UTF-8";
    private const string Twice = "percent-encode once: leave out '%25' before two hexadecimal digits";
    private const string Blanks = "use a plain path, without blanks, '?' or '#'";

    [Theory]
    [InlineData("/")]
    [InlineData("/shop/")]
    [InlineData("/a..b/.../..c")]
    [InlineData("/~shop/a-b_c;v=1/d,e:f@g!$&'()*+")]
    [InlineData("/caf\u00E9/%C3%A9/cafe\u0301")]
    [InlineData("/हिन्दी/বাংলা/한국어/😀")]
    [InlineData("/a%20b/100%25/%3F%23")]
    [InlineData("/ctk-productcatalogmanagement/tmf-api/productCatalogManagement/v4")]
    public void AUsablePathNeedsNoFix(string path) => Assert.Null(Fix(path));

    [Theory]
    [InlineData("", "give the path under which the gateway exposes the API, like '/orders/v4'")]
    [InlineData("orders", "start it with a slash")]
    [InlineData("%2Forders", "start it with a slash")]
    [InlineData("https://x/orders", "start it with a slash")]
    [InlineData("\\orders", "start it with a slash")]
    public void APathStartsWithASlash(string path, string fix) => Assert.Equal(fix, Fix(path));

    [Theory]
    [InlineData("/a/../b")]
    [InlineData("/a/..")]
    [InlineData("/.")]
    [InlineData("/./a")]
    [InlineData("/a/%2e%2E/b")]
    [InlineData("/.%2e")]
    [InlineData("/%2e.")]
    [InlineData("/a/%2E/b")]
    [InlineData("/a/..;/b")]
    [InlineData("/a/..;x=1/b")]
    [InlineData("/a/.%2e%3b/b")]
    public void ADotSegmentIsRefusedHoweverItIsWritten(string path) => Assert.Equal(Dots, Fix(path));

    [Theory]
    [InlineData("/a%2fb", Slashes)]
    [InlineData("/a%2Fb", Slashes)]
    [InlineData("/a%5cb", Slashes)]
    [InlineData("/..%5Cb", Slashes)]
    [InlineData("/a\\b", Backslash)]
    [InlineData("/a\\..\\b", Backslash)]
    [InlineData("/a//b", Empty)]
    [InlineData("//a", Empty)]
    [InlineData("//", Empty)]
    [InlineData("/a//", Empty)]
    [InlineData("/a/;x/b", Empty)]
    public void OnlySingleSlashesPartAPath(string path, string fix) => Assert.Equal(fix, Fix(path));

    [Theory]
    [InlineData("/%zz", Percent)]
    [InlineData("/a%", Percent)]
    [InlineData("/a%2", Percent)]
    [InlineData("/a%2/b", Percent)]
    [InlineData("/%+1", Percent)]
    [InlineData("/%u002e", Percent)]
    [InlineData("/%ff", Utf8)]
    [InlineData("/%c0%ae%c0%ae/b", Utf8)]
    [InlineData("/%c0%af", Utf8)]
    [InlineData("/%ed%a0%80", Utf8)]
    [InlineData("/%c3\u00E9", Utf8)]
    [InlineData("/%252e%252e/b", Twice)]
    [InlineData("/%25252f", Twice)]
    [InlineData("/%25%32e", Twice)]
    [InlineData("/%252%65", Twice)]
    public void APercentEncodingIsReadAsTheSameByEverybody(string path, string fix) => Assert.Equal(fix, Fix(path));

    [Theory]
    [InlineData("/a b", Blanks)]
    [InlineData("/a\u00A0b", Blanks)]
    [InlineData("/a%c2%a0b", Blanks)]
    [InlineData("/a\u3000", Blanks)]
    [InlineData("/a?b=c", Blanks)]
    [InlineData("/a#b", Blanks)]
    public void ABlankAQueryAndAFragmentAreRefused(string path, string fix) => Assert.Equal(fix, Fix(path));

    [Theory]
    [InlineData("\0", "%00", "0000")]
    [InlineData("\t", "%09", "0009")]
    [InlineData("\n", "%0a", "000A")]
    [InlineData("\u001B", "%1B", "001B")]
    [InlineData("\u007F", "%7f", "007F")]
    [InlineData("\u0085", "%C2%85", "0085")]
    [InlineData("\u00AD", "%C2%AD", "00AD")]
    [InlineData("\u034F", "%CD%8F", "034F")]
    [InlineData("\u061C", "%D8%9C", "061C")]
    [InlineData("\u180E", "%E1%A0%8E", "180E")]
    [InlineData("\u200B", "%E2%80%8B", "200B")]
    [InlineData("\u200C", "%E2%80%8C", "200C")]
    [InlineData("\u200D", "%E2%80%8D", "200D")]
    [InlineData("\u200E", "%E2%80%8E", "200E")]
    [InlineData("\u200F", "%E2%80%8F", "200F")]
    [InlineData("\u2028", "%E2%80%A8", "2028")]
    [InlineData("\u202A", "%E2%80%AA", "202A")]
    [InlineData("\u202E", "%E2%80%AE", "202E")]
    [InlineData("\u2060", "%E2%81%A0", "2060")]
    [InlineData("\u2066", "%E2%81%A6", "2066")]
    [InlineData("\u2069", "%E2%81%A9", "2069")]
    [InlineData("\u3164", "%E3%85%A4", "3164")]
    [InlineData("\uFE0F", "%EF%B8%8F", "FE0F")]
    [InlineData("\uFEFF", "%EF%BB%BF", "FEFF")]
    [InlineData("\U000E0041", "%F3%A0%81%81", "E0041")]
    public void WhatNobodySeesIsRefusedPlainAndEncoded(string plain, string encoded, string number)
    {
        var fix = $"leave out the invisible character U+{number}";

        Assert.Equal((fix, fix), (Fix($"/a{plain}b"), Fix($"/a{encoded}b")));
    }

    [Fact]
    public void EveryBidirectionalControlIsRefused() =>
        Assert.All(
            "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u200E\u200F\u061C",
            control => Assert.NotNull(Fix($"/a{control}b")));

    [Fact]
    public void ABrokenCharacterIsRefused()
    {
        const string Broken = "leave out the broken character";

        Assert.Equal(Broken, Fix("/a" + '\uD800' + "b"));
        Assert.Equal(Broken, Fix("/a" + '\uDC00'));
        Assert.Equal(Broken, Fix("/a\uFFFD"));
        Assert.Equal(Broken, Fix("/a%EF%BF%BD"));
    }

    [Fact]
    public void APathHas2048CharactersAtMost()
    {
        Assert.Null(Fix("/" + new string('x', 2047)));
        Assert.Equal("use 2048 characters at most, not 2049", Fix("/" + new string('x', 2048)));
    }

    [Theory]
    [InlineData("/operator")]
    [InlineData("/operator/")]
    [InlineData("/operator/x")]
    [InlineData("/%6fperator/x")]
    [InlineData("/operator;v=1/x")]
    [InlineData("/operator%3B/x")]
    public void WhatEqualsOrLiesBelowAReservedPathIsRefusedAndTheSettingNamed(string path) =>
        Assert.Equal("choose another: '/operator' is the gateway's own (ApiBridge:Gateway:ReservedPaths)", Fix(path, "/health", "/operator"));

    [Theory]
    [InlineData("/gateway/admin/x", "/gateway/admin/")]
    [InlineData("/caf%C3%A9", "/caf\u00E9")]
    public void AReservedPathIsComparedInItsNormalForm(string path, string reserved) => Assert.NotNull(Fix(path, reserved));

    [Theory]
    [InlineData("/operators")]
    [InlineData("/x/operator")]
    [InlineData("/Operator")]
    [InlineData("/oper")]
    [InlineData("/")]
    public void AReservedPathTakesWholeSegmentsOnly(string path) => Assert.Null(Fix(path, "/operator"));

    [Fact]
    public void NothingIsReservedWithoutTheSetting() => Assert.Null(Fix("/operator"));

    private static string? Fix(string path, params string[] reserved) => PathRules.Fix(path, reserved);
}
