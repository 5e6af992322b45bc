namespace ApiBridge.Domain.Tests;

public sealed class SpecProblemTests
{
    [Theory]
    [InlineData("""{"path":"orders","implementation":"s","port":80}""", "spec.path is 'orders': start it with a slash")]
    [InlineData("""{"implementation":"s","port":80}""", "spec.path is '': give the path under which the gateway exposes the API, like '/orders/v4'")]
    [InlineData("""{"path":"/a/../b","implementation":"s","port":80}""", "spec.path is '/a/../b': leave out '.' and '..' segments")]
    [InlineData("""{"path":"/a/.","implementation":"s","port":80}""", "spec.path is '/a/.': leave out '.' and '..' segments")]
    [InlineData("""{"path":"/a b","implementation":"s","port":80}""", "spec.path is '/a b': use a plain path, without blanks, '?' or '#'")]
    [InlineData("""{"path":"/a?b=c","implementation":"s","port":80}""", "spec.path is '/a?b=c': use a plain path, without blanks, '?' or '#'")]
    [InlineData("""{"path":"/a","implementation":"s","port":0}""", "spec.port is '0': use a port between 1 and 65535")]
    [InlineData("""{"path":"/a","implementation":"s","port":70000}""", "spec.port is '70000': use a port between 1 and 65535")]
    [InlineData("""{"path":"/a","implementation":"s"}""", "spec.port is '0': use a port between 1 and 65535")]
    [InlineData("""{"path":"/a","port":80}""", "spec.implementation is '': name the Service that implements the API")]
    [InlineData("""{"path":"/a","implementation":"My_Service","port":80}""", "spec.implementation is 'My_Service': name the Service that implements the API")]
    [InlineData("""{"path":"/a","implementation":"a.b","port":80}""", "spec.implementation is 'a.b': name the Service that implements the API")]
    public void AProblemNamesFieldValueAndFix(string spec, string expected) =>
        Assert.Equal(expected, Assert.Single(SpecProblem.Of(Objects.WithSpec(spec))).ToString());

    [Fact]
    public void AllProblemsAreNamedAtOnce() =>
        Assert.Equal(["spec.path", "spec.implementation", "spec.port"], SpecProblem.Of(Objects.WithSpec("{}")).Select(problem => problem.Field));

    [Fact]
    public void ASpecificationOfAMebibyteIsTooLargeToRecord()
    {
        var problem = Assert.Single(SpecProblem.Of(Objects.WithSpecification($"\"{new string('x', 1024 * 1024)}\"")));

        Assert.Equal("spec", problem.Field);
        Assert.Matches("^10[0-9]{5} bytes to register$", problem.Value);
        Assert.Equal("keep path, implementation and specification under 262144 bytes", problem.Fix);
    }

    [Fact]
    public void ALongValueIsShownShortened()
    {
        var problem = Assert.Single(SpecProblem.Of(Objects.WithSpec($$"""{"path":"{{new string('x', 500)}}","implementation":"s","port":80}""")));

        Assert.Equal($"spec.path is '{new string('x', 80)}…': start it with a slash", problem.ToString());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/a..b/...")]
    [InlineData("/ctk-productcatalogmanagement/tmf-api/productCatalogManagement/v4")]
    public void AUsablePathIsNoProblem(string path) =>
        Assert.Empty(SpecProblem.Of(Objects.WithSpec($$"""{"path":"{{path}}","implementation":"s","port":80}""")));
}
