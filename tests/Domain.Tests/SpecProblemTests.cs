namespace ApiBridge.Domain.Tests;

public sealed class SpecProblemTests
{
    private static readonly string[] Reserved = ["/operator"];

    [Theory]
    [InlineData("""{"path":"orders","implementation":"s","port":80}""", "spec.path is 'orders': start it with a slash")]
    [InlineData("""{"implementation":"s","port":80}""", "spec.path is '': give the path under which the gateway exposes the API, like '/orders/v4'")]
    [InlineData("""{"path":"/a/../b","implementation":"s","port":80}""", "spec.path is '/a/../b': leave out '.' and '..' segments")]
    [InlineData("""{"path":"/a/.","implementation":"s","port":80}""", "spec.path is '/a/.': leave out '.' and '..' segments")]
    [InlineData("""{"path":"/a b","implementation":"s","port":80}""", "spec.path is '/a b': use a plain path, without blanks, '?' or '#'")]
    [InlineData("""{"path":"/a?b=c","implementation":"s","port":80}""", "spec.path is '/a?b=c': use a plain path, without blanks, '?' or '#'")]
    [InlineData("""{"path":"/a","implementation":"s","port":0}""", "spec.port is '0': use a port between 1 and 65535")]
    [InlineData("""{"path":"/a","implementation":"s","port":70000}""", "spec.port is '70000': use a port between 1 and 65535")]
    [InlineData("""{"path":"/a","implementation":"s"}""", "spec.port is '': use a port between 1 and 65535")]
    [InlineData("""{"path":"/operator/x","implementation":"s","port":80}""", "spec.path is '/operator/x': choose another: '/operator' is the gateway's own (ApiBridge:Gateway:ReservedPaths)")]
    [InlineData("""{"path":"/a\u200b/b","implementation":"s","port":80}""", @"spec.path is '/a\u200B/b': leave out the invisible character U+200B")]
    [InlineData("""{"path":5,"implementation":"s","port":80}""", "spec.path is '5': give the path under which the gateway exposes the API, like '/orders/v4'")]
    [InlineData("""{"path":"/a","implementation":17.5,"port":80}""", "spec.implementation is '17.5': name the Service that implements the API")]
    [InlineData("""{"path":"/a","port":80}""", "spec.implementation is '': name the Service that implements the API")]
    [InlineData("""{"path":"/a","implementation":"My_Service","port":80}""", "spec.implementation is 'My_Service': name the Service that implements the API")]
    [InlineData("""{"path":"/a","implementation":"a.b","port":80}""", "spec.implementation is 'a.b': name the Service that implements the API")]
    public void AProblemNamesFieldValueAndFix(string spec, string expected) =>
        Assert.Equal(expected, Assert.Single(SpecProblem.Of(Objects.WithSpec(spec), Reserved)).ToString());

    [Theory]
    [InlineData("99999999999", "99999999999")]
    [InlineData("8080.5", "8080.5")]
    [InlineData("8.08e3", "8.08e3")]
    [InlineData("-1", "-1")]
    [InlineData("0", "0")]
    [InlineData("65536", "65536")]
    [InlineData("\"http\"", "http")]
    [InlineData("\"99999999999\"", "99999999999")]
    [InlineData("\" 80\"", " 80")]
    [InlineData("\"80\u202e\"", @"80\u202E")]
    [InlineData("\"\"", "")]
    [InlineData("true", "true")]
    [InlineData("null", "null")]
    [InlineData("[80]", "[80]")]
    public void APortOutOfRangeIsShownAsItIsWritten(string port, string shown) =>
        Assert.Equal(
            $"spec.port is '{shown}': use a port between 1 and 65535",
            Assert.Single(SpecProblem.Of(Objects.WithSpec($$"""{"path":"/a","implementation":"s","port":{{port}}}"""), Reserved)).ToString());

    [Theory]
    [InlineData("1")]
    [InlineData("65535")]
    [InlineData("\"8080\"")]
    public void APortInRangeIsNoProblem(string port) =>
        Assert.Empty(SpecProblem.Of(Objects.WithSpec($$"""{"path":"/a","implementation":"s","port":{{port}}}"""), Reserved));

    [Fact]
    public void AllProblemsAreNamedAtOnce() =>
        Assert.Equal(["spec.path", "spec.implementation", "spec.port"], SpecProblem.Of(Objects.WithSpec("{}"), Reserved).Select(problem => problem.Field));

    [Fact]
    public void ASpecificationOfAMebibyteIsTooLargeToRecord()
    {
        var problem = Assert.Single(SpecProblem.Of(Objects.WithSpecification($"\"{new string('x', 1024 * 1024)}\""), Reserved));

        Assert.Equal("spec", problem.Field);
        Assert.Matches("^10[0-9]{5} bytes to register$", problem.Value);
        Assert.Equal("keep path, implementation and specification under 262144 bytes", problem.Fix);
    }

    [Fact]
    public void ALongValueIsShownShortened()
    {
        var problem = Assert.Single(SpecProblem.Of(Objects.WithSpec($$"""{"path":"{{new string('x', 500)}}","implementation":"s","port":80}"""), Reserved));

        Assert.Equal($"spec.path is '{new string('x', 80)}…': start it with a slash", problem.ToString());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/a..b/...")]
    [InlineData("/ctk-productcatalogmanagement/tmf-api/productCatalogManagement/v4")]
    public void AUsablePathIsNoProblem(string path) =>
        Assert.Empty(SpecProblem.Of(Objects.WithSpec($$"""{"path":"{{path}}","implementation":"s","port":80}"""), Reserved));

    [Theory]
    [InlineData("/orders", "orders", 80, true)]
    [InlineData("", "orders", 80, false)]
    [InlineData("orders", "orders", 80, false)]
    [InlineData("/operator", "orders", 80, false)]
    [InlineData("/operator/x", "orders", 80, false)]
    [InlineData("/orders", "orders.other.svc", 80, false)]
    [InlineData("/orders", "", 80, false)]
    [InlineData("/orders", "orders", 0, false)]
    [InlineData("/orders", "orders", 65536, false)]
    public void ARegistrationFromElsewhereIsHeldToWhatASpecMaySay(string path, string implementation, int port, bool isAllowed)
    {
        var registration = ApiRegistration.Of(
            Objects.WithSpec($$"""{"path":"{{path}}","implementation":"{{implementation}}","port":{{port}}}"""), "orders");

        Assert.Equal(isAllowed, SpecProblem.Allows(registration, ["/operator"]));
    }
}
