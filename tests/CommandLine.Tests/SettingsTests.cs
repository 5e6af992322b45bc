using Microsoft.Extensions.Options;

namespace ApiBridge.CommandLine.Tests;

public sealed class SettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheSettingsOfTheFunctionsAppAreRead()
    {
        var settings = Read("""{"Values":{"AzureWebJobsStorage__accountName":"shop","ApiDeadLetterQueue":"kept"}}""");

        Assert.Equal(("shop", "kept", "api-events"), (settings.Storage.AccountName, settings.Queues.DeadLetterQueue, settings.Queues.EventsQueue));
    }

    [Fact]
    public void TheCommandLineStandsAboveTheFile() => Assert.Equal(
        "live",
        Read("""{"Values":{"AzureWebJobsStorage":"UseDevelopmentStorage=true","ApiEventsQueue":"file"}}""", ("ApiEventsQueue", "live")).Queues.EventsQueue);

    [Fact]
    public void ABadSettingIsNamedWithItsValueAndTheFix()
    {
        var exception = Assert.Throws<OptionsValidationException>(
            () => Read("""{"Values":{"AzureWebJobsStorage":"UseDevelopmentStorage=true"}}""", ("ApiDeadLetterQueue", "Kept_Ones")));

        Assert.StartsWith("ApiDeadLetterQueue is 'Kept_Ones': use 3 to 63", Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--storage nonsense", "apibridge: AzureWebJobsStorage is no connection string: give one like")]
    [InlineData("--storage UseDevelopmentStorage=true --events-queue A", "apibridge: ApiEventsQueue is 'A': use 3 to 63")]
    [InlineData("--settings missing.json", "apibridge: The configuration file 'missing.json' was not found")]
    public async Task AnUnusableSettingEndsTheProgramWithOneLine(string options, string expected)
    {
        using var error = new StringWriter();
        var application = new Application(TextReader.Null, TextWriter.Null, error, TimeProvider.System);

        Assert.Equal(ExitCodes.Failed, await application.RunAsync(["poison", "list", .. options.Split(' ')], TestContext.Current.CancellationToken));

        Assert.StartsWith(expected, Assert.Single(error.ToString().TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    private Settings Read(string json, params (string Setting, string Value)[] given)
    {
        var file = Path.Combine(_folder.Path, Settings.DefaultFile);
        File.WriteAllText(file, json);
        return Settings.Read(file, given.Select(setting => KeyValuePair.Create<string, string?>(setting.Setting, setting.Value)));
    }
}
