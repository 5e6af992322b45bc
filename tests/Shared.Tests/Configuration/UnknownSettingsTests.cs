using System.Reflection;
using ApiBridge.EventBridge.Hosting;
using ApiBridge.Reconciliation;
using ApiBridge.Shared.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ApiBridge.Shared.Tests.Configuration;

/// <summary>A setting that nobody reads is named at start, with the one that was meant, and stops nothing.</summary>
public sealed class UnknownSettingsTests
{
    public static TheoryData<string, string, string> Mistyped() =>
        [.. from program in Programs.Both
            from pair in new[]
            {
                ("ApiBridge:Watch:PageSise", "ApiBridge:Watch:PageSize"),
                ("ApiBridge:Gatway:Endpoint", "ApiBridge:Gateway:Endpoint"),
                ("ApiBridge:Retries", "ApiBridge:Gateway:Retries"),
                ("ApiBridge:Watch:PageSize:0", "ApiBridge:Watch:PageSize"),
                ("ApiBridge:Gateway:Headers:X:Y", "ApiBridge:Gateway:Headers"),
            }
            select (program, pair.Item1, pair.Item2)];

    public static TheoryData<string> Both => [.. Programs.Both];

    [Theory]
    [MemberData(nameof(Mistyped))]
    public async Task AMistypedNameIsToldWithTheOneThatIsMostLikeIt(string program, string setting, string meant) =>
        Assert.Contains($"{setting} is no setting, so it has no effect: the one most like it is {meant}", await LinesAsync(program, (setting, "secret")));

    [Theory]
    [MemberData(nameof(Both))]
    public async Task ASettingOfTheOtherProgramAnItemOfAListAndAHeaderAreKnown(string program) => Assert.DoesNotContain(
        await LinesAsync(
            program,
            ("ApiBridge:Watch:PageSize", "10"), ("ApiBridge:Retry:MaxDelay", "00:10:00"), ("apibridge:gateway:ENDPOINT", "gw.{namespace}:1"),
            ("ApiBridge:Gateway:FormerEntryNames:0", "{name}"), ("ApiBridge:Gateway:Headers:X-Key", "secret")),
        line => line.Contains("is no setting", StringComparison.Ordinal));

    [Fact]
    public void EverySettingOfBothProgramsIsKnownAndNoOther()
    {
        var read =
            from assembly in (Assembly[])[typeof(KnownSettings).Assembly, typeof(EventBridgeHost).Assembly, typeof(ReconciliationServices).Assembly]
            from type in assembly.GetTypes()
            where type.IsAssignableTo(typeof(ICheckedOptions)) && !type.IsInterface
            let section = (string)type.GetProperty(nameof(ICheckedOptions.Section))!.GetValue(null)!
            where section.StartsWith("ApiBridge:", StringComparison.Ordinal)
            from property in type.GetProperties()
            where property.CanWrite
            select $"{section}:{property.Name}";

        Assert.Equal(read.Order(StringComparer.Ordinal), KnownSettings.All.Order(StringComparer.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> LinesAsync(string program, params (string Setting, string Value)[] settings)
    {
        var log = new LineLog();
        await using var services = Programs.Services(program, log, settings);
        await services.GetServices<IHostedService>().OfType<UnknownSettings>().Single().StartAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(log.Lines, line => line.Contains("secret", StringComparison.Ordinal));
        return log.Lines;
    }
}
