using System.Text.Json;

namespace ApiBridge.Domain.Tests;

/// <summary>The real objects of the Canvas, from the folder that <c>ODA_SAMPLES</c> names.</summary>
public sealed class SampleTests
{
    private const string Variable = "ODA_SAMPLES";

    [Fact]
    public void EveryRealObjectIsReadAndCanBeRegistered()
    {
        foreach (var api in Samples())
        {
            Assert.Empty(SpecProblem.Of(api, []));
            Assert.NotNull(api.Component);
            Assert.Equal(ConvergenceGap.NotAdopted, Convergence.Gap(api, Objects.Entries, implementationReady: null, gatewayAddress: null));
        }
    }

    [Theory]
    [InlineData(
        "ctk-productcatalogmanagement-productcatalogmanagement-v4",
        """{"implementation":"ctk-prodcatapi","name":"ctk-productcatalogmanagement-productcatalogmanagement-v4","path":"/ctk-productcatalogmanagement/tmf-api/productCatalogManagement/v4","port":8080,"specification":{"url":"https://raw.githubusercontent.com/tmforum-apis/TMF620_ProductCatalog/master/TMF620-ProductCatalog-v4.0.0.swagger.json","version":"v4"}}""")]
    [InlineData(
        "ctk-productcatalogmanagement-metrics",
        """{"implementation":"ctk-productcatalogmanagement-sm","name":"ctk-productcatalogmanagement-metrics","path":"/ctk-productcatalogmanagement/metrics","port":4000}""")]
    public void TheRegistrationsAreAsExpected(string name, string expected)
    {
        var api = Samples().First(sample => sample.Key.Name == name);

        Assert.Equal(ApiRegistration.Read(JsonElement.Parse(expected)), ApiRegistration.Of(api, api.Key.Name));
    }

    private static List<ExposedApi> Samples()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipUnless(Directory.Exists(folder), $"{Variable} names no folder with ExposedAPIs of the Canvas.");
        var files = Directory.GetFiles(folder!, "exposedapi-*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(files);
        return [.. files.Select(file => ExposedApi.Parse(JsonElement.Parse(File.ReadAllText(file))))];
    }
}
