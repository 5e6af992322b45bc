using System.Text.Json;
using System.Text.RegularExpressions;

namespace ApiBridge.Architecture.Tests;

/// <summary>The Functions head is a few lines, and its triggers, host.json and the sample of its settings agree.</summary>
public partial class FunctionsHeadTests
{
    private const int LongestHead = 170;
    private const string Poison = "-poison";

    private static readonly JsonElement HostJson = Parse("host.json");
    private static readonly JsonElement Queues = HostJson.GetProperty("extensions").GetProperty("queues");
    private static readonly JsonElement SampleValues = Parse("local.settings.json.sample").GetProperty("Values");

    private static readonly string[] TriggerQueues =
        [.. Head().SelectMany(path => QueueTrigger().Matches(Repository.Read(path))).Select(match => match.Groups["queue"].Value)];

    [Fact]
    public void TheHeadIsThin()
    {
        var lines = Head().Sum(path => File.ReadLines(Path.Combine(Repository.Root, path)).Count());
        Assert.True(lines < LongestHead, $"src/Functions has {lines} lines; what does the work belongs to src/Reconciliation");
    }

    /// <summary>
    /// A trigger on a poison queue never sees what the host can't decode, and not again what failed five times. The worker empties these
    /// queues by itself, and so it has to know of each.
    /// </summary>
    [Fact]
    public void EveryQueueThatIsListenedToHasAPoisonQueueThatTheWorkerEmptiesAndNoTriggerDoes()
    {
        var names = Repository.Read("src/Shared/Storage/QueueNames.cs");

        Assert.NotEmpty(TriggerQueues);
        Assert.All(TriggerQueues, queue =>
        {
            Assert.DoesNotContain(Poison, queue, StringComparison.Ordinal);
            Assert.Contains($"QueueName.PoisonOf({Assert.Single(Setting().Matches(queue)).Groups["name"].Value["Api".Length..]})", names, StringComparison.Ordinal);
        });
        Assert.Contains("foreach (var queue in queues.Names.PoisonQueues())", Repository.Read("src/Reconciliation/Poison/PoisonMover.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void TheSampleOfTheSettingsNamesEveryQueueThatIsListenedTo() =>
        Assert.All(TriggerQueues, queue =>
        {
            var setting = Assert.Single(Setting().Matches(queue)).Groups["name"].Value;
            Assert.True(SampleValues.TryGetProperty(setting, out var name), $"local.settings.json.sample lacks {setting}");
            Assert.Matches("^(?!.*--)[a-z0-9][a-z0-9-]{1,54}[a-z0-9]$", name.GetString());
        });

    [Fact]
    public void TheSampleOfTheSettingsStartsTheIsolatedWorkerOnLocalStorage()
    {
        Assert.Equal("dotnet-isolated", SampleValues.GetProperty("FUNCTIONS_WORKER_RUNTIME").GetString());
        Assert.Equal("UseDevelopmentStorage=true", SampleValues.GetProperty("AzureWebJobsStorage").GetString());
    }

    [Fact]
    public void TheSampleOfTheSettingsHoldsOnlyStrings() =>
        Assert.All(SampleValues.EnumerateObject(), value => Assert.Equal(JsonValueKind.String, value.Value.ValueKind));

    [Fact]
    public void TheHostReadsMessagesAsTheBridgeWritesThem() => Assert.Equal("base64", Queues.GetProperty("messageEncoding").GetString());

    [Fact]
    public void TheHostLooksAtItsQueuesOftenEnoughForADelete() =>
        Assert.InRange(Duration("maxPollingInterval"), TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));

    [Fact]
    public void TheHostSpacesItsRetriesAndGivesUpAtLast()
    {
        Assert.True(Duration("visibilityTimeout") > TimeSpan.Zero);
        Assert.InRange(Queues.GetProperty("maxDequeueCount").GetInt32(), 2, 10);
    }

    [Fact]
    public void TheHostTakesItsExtensionsFromTheBuild()
    {
        Assert.Equal("2.0", HostJson.GetProperty("version").GetString());
        Assert.False(HostJson.TryGetProperty("extensionBundle", out _), "a bundle would stand in for the extensions that the worker is built with");
    }

    [Fact]
    public void WhatIsAskedOverHttpTakesAKeyButForTheMetrics()
    {
        var triggers = Head().Select(Repository.Read).Where(source => source.Contains("[HttpTrigger(", StringComparison.Ordinal)).ToList();

        Assert.Equal(3, triggers.Count);
        Assert.Single(triggers, source => source.Contains("[HttpTrigger(AuthorizationLevel.Anonymous, \"get\", Route = \"metrics\")]", StringComparison.Ordinal));
        Assert.Equal(2, triggers.Count(source => source.Contains("[HttpTrigger(AuthorizationLevel.Function, \"get\", Route = \"status", StringComparison.Ordinal)));
    }

    [Fact]
    public void EveryTriggerEndsWithItsInvocation() =>
        Assert.All(
            Head().Where(path => !path.EndsWith("/Program.cs", StringComparison.Ordinal)),
            path => Assert.Contains("CancellationToken cancellationToken)", Repository.Read(path), StringComparison.Ordinal));

    [Fact]
    public void TheHostHandsOnTraces() => Assert.Equal("OpenTelemetry", HostJson.GetProperty("telemetryMode").GetString());

    private static IEnumerable<string> Head() => Repository.Files("src/Functions", "*.cs");

    private static TimeSpan Duration(string property) =>
        TimeSpan.ParseExact(Queues.GetProperty(property).GetString()!, "c", System.Globalization.CultureInfo.InvariantCulture);

    private static JsonElement Parse(string path)
    {
        using var document = JsonDocument.Parse(Repository.Read(path));
        return document.RootElement.Clone();
    }

    [GeneratedRegex("""QueueTrigger\("(?<queue>[^"]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex QueueTrigger();

    [GeneratedRegex("%(?<name>[^%]+)%", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Setting();
}
