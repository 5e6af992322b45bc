using System.Text.Json;
using System.Text.RegularExpressions;

namespace ApiBridge.Architecture.Tests;

/// <summary>Code, documents, the sample of the settings and the manifests speak of the same settings and queues.</summary>
public partial class SettingsTests
{
    /// <summary>Where a setting says which of several ways is taken, the sample takes one of them; and a secret or a name of the user's is in none.</summary>
    private static readonly string[] NotInTheSample =
    [
        "ApiBridge__Gateway__Headers__<name>", "ApiBridge__Reachability__Headers__<name>",
        "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__clientId", "AzureWebJobsStorage__queueServiceUri",
    ];

    /// <summary>What is read only to be refused, unless it asks for what is always done.</summary>
    private static readonly string[] Former = ["ApiBridge__Gateway__PathChange"];

    /// <summary>What the Functions host itself reads.</summary>
    private static readonly string[] HostSettings =
    [
        "AzureWebJobsSecretStorageType", "AzureWebJobsKubernetesSecretName", "AzureWebJobsScriptRoot", "AzureWebJobsFeatureFlags",
        "AzureWebJobsStorage__blobServiceUri", "AzureWebJobsStorage__credential", "AzureWebJobsStorage__tenantId",
        "FUNCTIONS_ENABLE_DRAIN_ON_APP_STOPPING", "FUNCTIONS_SECRETS_PATH", "FUNCTIONS_WORKER_RUNTIME",
    ];

    private static readonly string[] Queues = [.. QueueDefaults(), .. QueueDefaults().Select(queue => queue + "-poison")];

    [Fact]
    public void TheSampleHoldsEverySettingOfTheFunctionsApp() =>
        Assert.Equal(
            DocumentedSettings.OfTheFunctionsApp.Except(NotInTheSample, StringComparer.Ordinal).Append("FUNCTIONS_WORKER_RUNTIME").Order(StringComparer.Ordinal),
            Sample().Select(value => value.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void TheSampleHoldsNoSecret() =>
        Assert.All(Sample(), value => Assert.DoesNotMatch("(?i)AccountKey=|SharedAccess|password|token=", value.Value.GetString()!));

    [Fact]
    public void EveryDocumentedSettingIsAnOptionAndTheReverse()
    {
        var options = Options().Order(StringComparer.Ordinal).ToList();
        var documented = DocumentedSettings.All.Where(name => name.StartsWith("ApiBridge__", StringComparison.Ordinal))
            .Select(name => name.Replace("__<name>", string.Empty, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

        Assert.Equal(documented, options.Except(Former, StringComparer.Ordinal));
    }

    [Fact]
    public void TheSampleNamesTheQueuesThatAreTheDefault()
    {
        Assert.Equal(3, QueueDefaults().Count);
        Assert.Equal(QueueDefaults(), Sample().Where(value => QueueSetting().IsMatch(value.Name)).Select(value => value.Value.GetString()!));
    }

    [Fact]
    public void TheManifestsNameNoQueueAndNoSettingThatNobodyReads()
    {
        var manifests = Directory.Exists(Path.Combine(Repository.Root, "keda")) ? Repository.Files("keda", "*.yaml") : [];
        Violations.AssertNone(
            from path in manifests
            from unknown in Unknown(Repository.Read(path))
            select $"{path} names {unknown}");
    }

    [Theory]
    [InlineData("        - name: ApiEventsQueue\n          value: api-events\n", "")]
    [InlineData("  ApiBridge__Gateway__Endpoint: apig:8080\n  AzureWebJobsStorage__credential: workloadidentity\n", "")]
    [InlineData("  ApiBridge__Gateway__Headers__X-Tenant: a\n  AzureFunctionsJobHost__extensions__queues__batchSize: \"8\"\n", "")]
    [InlineData("        queueName: api-events-retry\n", "")]
    [InlineData("        queueName: \"api-event\"\n", "api-event")]
    [InlineData("  ApiBridge__Gateway__Endpont: apig:8080\n", "ApiBridge__Gateway__Endpont")]
    [InlineData("        - name: ApiEventQueue\n", "ApiEventQueue")]
    [InlineData("  ApiEventsQueue: other-events\n", "other-events")]
    [InlineData("  ApiBridge__Gateway__Headers: a\n", "ApiBridge__Gateway__Headers")]
    [InlineData("  AzureWebJobsStorage__accountname2: a\n", "AzureWebJobsStorage__accountname2")]
    public void WhatNobodyReadsIsFoundInAManifest(string manifest, string unknown) => Assert.Equal(unknown, string.Join(' ', Unknown(manifest)));

    private static IEnumerable<string> Unknown(string manifest) =>
        SettingName().Matches(manifest).Select(match => match.Value).Where(name => !IsKnown(name))
            .Concat(QueueValue().Matches(manifest).Select(match => match.Groups["queue"].Value).Where(queue => !Queues.Contains(queue, StringComparer.Ordinal)));

    private static bool IsKnown(string name) =>
        DocumentedSettings.All.Contains(name)
        || HostSettings.Contains(name, StringComparer.Ordinal)
        || name.StartsWith("AzureFunctionsJobHost__", StringComparison.Ordinal)
        || name.StartsWith("ApiBridge__Gateway__Headers__", StringComparison.Ordinal)
        || name.StartsWith("ApiBridge__Reachability__Headers__", StringComparison.Ordinal);

    private static IEnumerable<JsonProperty> Sample()
    {
        using var document = JsonDocument.Parse(Repository.Read("local.settings.json.sample"));
        return [.. document.RootElement.GetProperty("Values").Clone().EnumerateObject()];
    }

    private static List<string> QueueDefaults() =>
        [.. QueueDefault().Matches(Repository.Read("src/Shared/Storage/QueueNames.cs")).Select(match => match.Groups["queue"].Value)];

    /// <summary>Every property of an options record whose section is one of ours, by its setting's name.</summary>
    private static IEnumerable<string> Options() =>
        from path in Repository.Files("src", "*Options.cs")
        let source = Repository.Read(path)
        let section = OptionsSection().Match(source) is { Success: true } match ? match.Groups["section"].Value
            : source.Contains("Section => GatewayOptions.Section", StringComparison.Ordinal) ? "ApiBridge:Gateway" : string.Empty
        where section.StartsWith("ApiBridge:", StringComparison.Ordinal)
        from property in OptionsProperty().Matches(source)
        select $"{section.Replace(":", "__", StringComparison.Ordinal)}__{property.Groups["name"].Value}";

    [GeneratedRegex(@"Section => ""(?<section>[^""]+)"";", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OptionsSection();

    [GeneratedRegex(@"^ +public [\w<>?, ]+ (?<name>\w+) \{ get; (init|set); \}", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OptionsProperty();

    [GeneratedRegex(@"Queue \{ get; set; \} = ""(?<queue>[a-z-]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QueueDefault();

    [GeneratedRegex(@"^Api\w+Queue$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QueueSetting();

    [GeneratedRegex(@"\b(ApiBridge__[\w-]+|Api[A-Za-z]+Queue|AzureWebJobs\w+|AzureFunctionsJobHost__\w+|FUNCTIONS_\w+)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SettingName();

    [GeneratedRegex(@"\b(queueName|Api[A-Za-z]+Queue):\s*[""']?(?<queue>[a-z0-9-]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QueueValue();
}
