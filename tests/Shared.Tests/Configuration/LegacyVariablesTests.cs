using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Gateway;
using ApiBridge.Shared.Scope;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Shared.Tests.Configuration;

/// <summary>What both programs make of the former operator's variables.</summary>
public sealed class LegacyVariablesTests
{
    public static TheoryData<string> Both => [.. Programs.Both];

    public static TheoryData<string, string, LogLevel> Levels() => [.. from program in Programs.Both from level in new[]
    {
        ("10", LogLevel.Debug), ("20", LogLevel.Information), ("30", LogLevel.Warning), ("40", LogLevel.Error), ("50", LogLevel.Critical),
        ("DEBUG", LogLevel.Debug), ("INFO", LogLevel.Information), ("warning", LogLevel.Warning), ("loud", LogLevel.Information),
    } select (program, level.Item1, level.Item2)];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task TheyAreReadAndSaid(string program)
    {
        (string, string)[] variables =
            [("APIG_ENDPOINT", "gateway.{namespace}:9090"), ("APIG_INGRESS", "front"), ("COMPONENT_NAMESPACE", " components "), ("LOGGING", "WARNING")];

        var gateway = await Programs.OptionsAsync<GatewayOptions>(program, variables);
        Assert.Equal(("gateway.{namespace}:9090", "front"), (gateway.Endpoint, gateway.IngressName));
        Assert.Equal("components", (await Programs.OptionsAsync<ScopeOptions>(program, variables)).Namespaces);
        Assert.Equal(
            [
                "APIG_ENDPOINT of the former operator is read as ApiBridge:Gateway:Endpoint=gateway.{namespace}:9090",
                "APIG_INGRESS of the former operator is read as ApiBridge:Gateway:IngressName=front",
                "COMPONENT_NAMESPACE of the former operator is read as ApiBridge:Scope:Namespaces=components",
                "LOGGING of the former operator is read as Logging:LogLevel:Default=Warning",
            ],
            await SaidAsync(program, variables));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task ASettingOfTodayWinsWhichIsSaid(string program)
    {
        (string, string)[] settings =
            [("APIG_INGRESS", "gw"), ("ApiBridge:Gateway:IngressName", "mine"), ("LOGGING", "DEBUG"), ("Logging:LogLevel:Default", "Warning")];

        Assert.Equal("mine", (await Programs.OptionsAsync<GatewayOptions>(program, settings)).IngressName);
        Assert.NotEqual(LogLevel.Debug, (await Programs.OptionsAsync<LoggerFilterOptions>(program, settings)).MinLevel);
        Assert.Equal(
            [
                "APIG_INGRESS of the former operator is left aside: ApiBridge:Gateway:IngressName is set to mine",
                "LOGGING of the former operator is left aside: Logging:LogLevel:Default is set to Warning",
            ],
            await SaidAsync(program, settings));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task AnEmptySettingOfTodayDoesNotWin(string program) => Assert.Equal(
        "gw", (await Programs.OptionsAsync<GatewayOptions>(program, ("APIG_INGRESS", "gw"), ("ApiBridge:Gateway:IngressName", ""))).IngressName);

    [Theory]
    [MemberData(nameof(Levels))]
    public async Task PythonsLogLevelsAreUnderstood(string program, string logging, LogLevel expected) =>
        Assert.Equal(expected, (await Programs.OptionsAsync<LoggerFilterOptions>(program, ("LOGGING", logging))).MinLevel);

    [Theory]
    [MemberData(nameof(Both))]
    public async Task ALevelThatIsNoneIsSaid(string program) => Assert.Equal(
        ["LOGGING of the former operator is left aside: 'loud' is none of DEBUG, INFO, WARNING, ERROR, CRITICAL or a number"],
        await SaidAsync(program, ("LOGGING", "loud")));

    [Theory]
    [MemberData(nameof(Both))]
    public async Task VariablesThatAreEmptyCostNoWord(string program) => Assert.Empty(await SaidAsync(program, ("LOGGING", " "), ("APIG_INGRESS", "")));

    private static async Task<IReadOnlyList<string>> SaidAsync(string program, params IEnumerable<(string Setting, string Value)> settings)
    {
        var log = new LineLog();
        await using var services = Programs.Services(program, log, settings);
        await services.GetServices<IHostedService>().OfType<LegacyReport>().Single().StartAsync(TestContext.Current.CancellationToken);
        return [.. log.Lines.Where(line => line.Contains("former operator", StringComparison.Ordinal))];
    }
}
