using System.Text.Json;

namespace ApiBridge.Manifests.Tests;

/// <summary>What the Functions app's triggers refer to, as the build tells the host, has a value wherever the app is set up.</summary>
public sealed class TriggerSettingsTests
{
    private static readonly IReadOnlyList<FunctionSettings> Functions = FunctionsMetadata.Settings(HostProcess.BuiltApp);

    public static TheoryData<string, bool> Overlays => Overlay.All;

    [Theory, MemberData(nameof(Overlays))]
    public async Task EveryOverlayGivesItAValue(string overlay, bool isSingle)
    {
        var built = await Overlay.BuildAsync(overlay, isSingle);

        AssertGiven(built.EnvironmentOf(built.WorkloadOf("apibridge-functions")));
    }

    [Fact]
    public void TheSampleOfTheSettingsGivesItAValue()
    {
        var sample = JsonElement.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "agreed", "local.settings.json.sample"))).Child("Values");

        AssertGiven(sample.EnumerateObject().ToDictionary(value => value.Name, value => value.Value.GetString()!, StringComparer.Ordinal));
    }

    [Fact]
    public void TheDocumentationTellsOfIt() =>
        AssertGiven(DocumentedSettings.Names.ToDictionary(name => name, _ => "told", StringComparer.Ordinal));

    [Fact]
    public void WhatTriggersReferToIsFoundInTheirMetadata()
    {
        using var app = new TemporaryFolder();
        app.Write(
            "functions.metadata",
            """
            [
              { "name": "Asked", "bindings": [ { "type": "httpTrigger", "route": "status" }, { "type": "http" } ] },
              { "name": "Queued", "bindings": [
                { "type": "queueTrigger", "queueName": "%Prefix%-%Name%", "connection": "Other", "properties": { "more": [ "%Deep%" ] } },
                { "type": "blob", "path": "100%" } ] }
            ]
            """);

        var settings = Assert.Single(FunctionsMetadata.Settings(app.Path));

        Assert.Equal("Queued", settings.Function);
        Assert.Equal(["Deep", "Name", "Prefix"], settings.Names.Order(StringComparer.Ordinal));
        Assert.Equal(["AzureWebJobsStorage", "Other"], settings.Connections.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Name=q Storage=UseDevelopmentStorage=true", "")]
    [InlineData("Name=q Storage__accountName=account", "")]
    [InlineData("Name=q Storage__queueServiceUri=https://account.example.org", "")]
    [InlineData("Name=q Storage__credential=managedidentity", "Queued needs the connection Storage.")]
    [InlineData("Name= Storage=UseDevelopmentStorage=true", "Queued needs Name.")]
    [InlineData("", "Queued needs Name. Queued needs the connection Storage.")]
    public void WhatHasNoValueIsMissed(string given, string missing)
    {
        var values = given.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var settings = new FunctionSettings("Queued", new HashSet<string>(["Name"], StringComparer.Ordinal), new HashSet<string>(["Storage"], StringComparer.Ordinal));

        Assert.Equal(missing, string.Join(' ', settings.MissingFrom(values)));
    }

    private static void AssertGiven(Dictionary<string, string> values)
    {
        Assert.NotEmpty(Functions.SelectMany(function => function.Names));
        Assert.NotEmpty(Functions.SelectMany(function => function.Connections));
        Assert.Empty(Functions.SelectMany(function => function.MissingFrom(values)));
    }
}
