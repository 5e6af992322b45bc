using ApiBridge.Domain.Configuration;
using ApiBridge.Reconciliation.Configuration;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.TestServers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Tests.Configuration;

public sealed class LegacySettingsTests
{
    [Fact]
    public async Task TheOldOperatorsVariablesAreReadAndSaid()
    {
        var log = new LineLog();
        await using var services = Services(
            new() { ["APIG_ENDPOINT"] = "gateway:9090", ["APIG_INGRESS"] = "front", ["COMPONENT_NAMESPACE"] = "components" }, log);

        var options = services.GetRequiredService<IOptions<GatewayOptions>>().Value;
        await services.GetServices<IHostedService>().OfType<LegacySettingsReport>().Single().StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("gateway:9090", "front"), (options.Endpoint, options.IngressName));
        Assert.Equal(["components"], services.GetRequiredService<NamespaceScope>().Watched);
        Assert.Contains("APIG_ENDPOINT is read as ApiBridge:Gateway:Endpoint", log.Lines);
        Assert.Contains("APIG_INGRESS is read as ApiBridge:Gateway:IngressName", log.Lines);
    }

    [Theory]
    [InlineData("DEBUG", LogLevel.Debug)]
    [InlineData("30", LogLevel.Warning)]
    [InlineData("loud", LogLevel.Information)]
    public async Task TheOldOperatorsLogLevelIsTheWorkersLeast(string logging, LogLevel expected)
    {
        await using var services = Services(new() { ["LOGGING"] = logging }, new());

        Assert.Equal(expected, services.GetRequiredService<IOptions<LoggerFilterOptions>>().Value.MinLevel);
    }

    [Fact]
    public async Task AnExplicitSettingWins()
    {
        await using var services = Services(
            new() { ["APIG_ENDPOINT"] = "old:1", ["ApiBridge:Gateway:Endpoint"] = "new:2", ["APIG_INGRESS"] = "" }, new());

        var options = services.GetRequiredService<IOptions<GatewayOptions>>().Value;

        Assert.Equal(("new:2", "apig-operator-uportal"), (options.Endpoint, options.IngressName));
    }

    [Theory]
    [InlineData("apig-operator-uportal.{namespace}:8080", "http://apig-operator-uportal.shop:8080/", true)]
    [InlineData("https://gateway/base", "https://gateway/base/", false)]
    [InlineData("http://10.0.0.1:80/", "http://10.0.0.1/", false)]
    public void AnEndpointIsHostAndPortWithOrWithoutScheme(string endpoint, string expected, bool isPerNamespace)
    {
        var options = new GatewayOptions { Endpoint = endpoint };

        Assert.Equal((new Uri(expected), isPerNamespace), (options.EndpointOf("shop"), options.IsPerNamespace));
    }

    private static ServiceProvider Services(Dictionary<string, string?> settings, LineLog log) => new ServiceCollection()
        .AddLogging(logging => logging.AddProvider(log))
        .AddReconciliation(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
        .BuildServiceProvider();
}
