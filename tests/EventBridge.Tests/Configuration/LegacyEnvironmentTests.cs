using ApiBridge.EventBridge.Configuration;
using Microsoft.Extensions.Configuration;

namespace ApiBridge.EventBridge.Tests.Configuration;

public sealed class LegacyEnvironmentTests
{
    [Theory]
    [InlineData("10", "Debug")]
    [InlineData("20", "Information")]
    [InlineData("30", "Warning")]
    [InlineData("40", "Error")]
    [InlineData("50", "Critical")]
    [InlineData("INFO", "Information")]
    [InlineData("warning", "Warning")]
    [InlineData("loud", null)]
    public void PythonsLogLevelsAreUnderstood(string value, string? expected) =>
        Assert.Equal(expected, Configured(new() { ["LOGGING"] = value })["Logging:LogLevel:Default"]);

    [Fact]
    public void TheFormerVariablesAreRead()
    {
        var configuration = Configured(new() { ["APIG_INGRESS"] = "gw", ["COMPONENT_NAMESPACE"] = "components" });

        Assert.Equal("gw", configuration["ApiBridge:Gateway:IngressName"]);
        Assert.Equal("components", configuration["ApiBridge:Scope:Namespaces"]);
    }

    [Fact]
    public void ASettingOfOurOwnWins()
    {
        var configuration = Configured(new() { ["APIG_INGRESS"] = "gw" }, new() { ["ApiBridge:Gateway:IngressName"] = "mine" });

        Assert.Equal("mine", configuration["ApiBridge:Gateway:IngressName"]);
    }

    private static IConfigurationRoot Configured(Dictionary<string, string> environment, Dictionary<string, string?>? settings = null) =>
        new ConfigurationBuilder().Add(new LegacyEnvironment(environment.GetValueOrDefault)).AddInMemoryCollection(settings ?? []).Build();
}
