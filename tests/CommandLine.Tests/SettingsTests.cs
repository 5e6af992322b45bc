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
    [InlineData("--storage UseDevelopmentStorage=true --events-queue a-a --retry-queue a-a", "apibridge: ApiRetryQueue is 'a-a', which another setting names too")]
    [InlineData("--storage", "apibridge: Required argument missing for option: '--storage'. (--help tells more)")]
    [InlineData("--nonsense", "apibridge: Unrecognized command or argument '--nonsense'. (--help tells more)")]
    public async Task AnUnusableSettingEndsTheProgramWithOneLine(string options, string expected) =>
        Assert.StartsWith(expected, await RefusalAsync(options.Split(' ')), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "is no JSON (")]
    [InlineData("{", "is no JSON (")]
    [InlineData("[]", "is no JSON object: give a file like local.settings.json in --settings")]
    [InlineData("{\"Values\":[1]}", "has Values that are no object: write \"Values\": {")]
    [InlineData("{\"Values\":\"a\"}", "has Values that are no object")]
    [InlineData("{\"Values\":{\"ApiEventsQueue\":{\"a\":1}}}", "has ApiEventsQueue in Values, which is no text")]
    [InlineData("{\"Values\":{\"ApiEventsQueue\":[\"a\"]}}", "has ApiEventsQueue in Values, which is no text")]
    [InlineData("{\"Values\":{\"ApiEventsQueue\":\"a-b\",\"ApiEventsQueue\":\"a-c\"}}", "is no JSON (")]
    [InlineData("{\"Values\":{\"ApiEventsQueue\":\"\\ud800\"}}", "is no JSON (")]
    [InlineData("{\"IsEncrypted\":true,\"Values\":{\"AzureWebJobsStorage\":\"CfDJ8secret\"}}", "is encrypted (IsEncrypted is true): decrypt it with func settings decrypt")]
    public async Task AFileThatHoldsNoSettingsEndsTheProgramWithOneLine(string content, string problem)
    {
        var file = _folder.Write("settings.json", content);

        var line = await RefusalAsync("--settings", file);

        Assert.StartsWith($"apibridge: The configuration file '{file}' {problem}", line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileThatIsNotInUtf8EndsTheProgramWithOneLine()
    {
        var file = Path.Combine(_folder.Path, "settings.json");
        await File.WriteAllBytesAsync(file, [0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d], TestContext.Current.CancellationToken);

        Assert.StartsWith($"apibridge: The configuration file '{file}' is no JSON (", await RefusalAsync("--settings", file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFolderIsNoFileOfSettings() => Assert.StartsWith(
        $"apibridge: The configuration file '{_folder.Path}' was not found", await RefusalAsync("--settings", _folder.Path), StringComparison.Ordinal);

    [Fact]
    public void CommentsNumbersAndAMarkOfTheEncodingAreTaken()
    {
        var settings = Read("\uFEFF{ // a comment\n\"Values\":{\"AzureWebJobsStorage\":\"UseDevelopmentStorage=true\",\"ApiEventsQueue\":12345,\"Other\":null,},}");

        Assert.Equal("12345", settings.Queues.EventsQueue);
    }

    [Fact]
    public async Task AKeyInAMistypedOptionIsNotRepeated()
    {
        using var error = new StringWriter();
        var application = new Application(TextReader.Null, TextWriter.Null, error, TimeProvider.System);

        await application.RunAsync(["poison", "list", "--storag", "AccountName=a;AccountKey=secret"], TestContext.Current.CancellationToken);

        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("'--storag'", error.ToString(), StringComparison.Ordinal);
    }

    private static async Task<string> RefusalAsync(params string[] options)
    {
        using var error = new StringWriter();
        using var output = new StringWriter();
        var application = new Application(TextReader.Null, output, error, TimeProvider.System);

        Assert.Equal(ExitCodes.Failed, await application.RunAsync(["poison", "list", .. options], TestContext.Current.CancellationToken));

        Assert.Empty(output.ToString());
        return Assert.Single(error.ToString().TrimEnd().Split('\n'));
    }

    private Settings Read(string json, params (string Setting, string Value)[] given)
    {
        var file = Path.Combine(_folder.Path, Settings.DefaultFile);
        File.WriteAllText(file, json);
        return Settings.Read(file, given.Select(setting => KeyValuePair.Create<string, string?>(setting.Setting, setting.Value)));
    }
}
