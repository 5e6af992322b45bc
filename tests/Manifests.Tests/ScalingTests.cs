using System.Text.Json;
using ApiBridge.EventBridge.Configuration;

namespace ApiBridge.Manifests.Tests;

/// <summary>What KEDA is told fits the queues, the host and the work.</summary>
public sealed class ScalingTests
{
    public static TheoryData<string, bool> Overlays => Overlay.All;

    [Theory, MemberData(nameof(Overlays))]
    public async Task TheWorkersAreScaledByTheQueuesThatTheyListenTo(string overlay, bool isSingle)
    {
        var built = await Overlay.BuildAsync(overlay, isSingle);
        var settings = built.EnvironmentOf(built.WorkloadOf("apibridge-functions"));
        var triggers = Scaled(built).Items("triggers").Select(trigger => trigger.Child("metadata")).ToList();

        Assert.Equal(
            [(settings["ApiEventsQueue"], "all"), (settings["ApiRetryQueue"], "visibleonly")],
            triggers.Select(trigger => (trigger.Text("queueName"), trigger.Text("queueLengthStrategy"))));
        Assert.Equal(Sample("ApiEventsQueue"), settings["ApiEventsQueue"]);
        Assert.Equal(Sample("ApiRetryQueue"), settings["ApiRetryQueue"]);
        Assert.Equal(Sample("ApiDeadLetterQueue"), settings["ApiDeadLetterQueue"]);
    }

    // Else pods are started for messages that those which are there have in hand already.
    [Theory, MemberData(nameof(Overlays))]
    public async Task APodCountsForAtLeastTheMessagesThatItHasInHand(string overlay, bool isSingle)
    {
        var queues = Agreed("host.json").Child("extensions/queues");
        var inHand = queues.Number("batchSize") + queues.Number("newBatchThreshold");

        Assert.All(Scaled(await Overlay.BuildAsync(overlay, isSingle)).Items("triggers"), trigger =>
            Assert.InRange(trigger.Number("metadata/queueLength"), inHand, int.MaxValue));
        Assert.Equal(inHand, new ResyncOptions().WorkerBatch);
    }

    [Fact]
    public async Task NothingRunsWithoutWorkAndADeleteFromNothingMeetsItsDeadline()
    {
        var built = await Overlay.BuildAsync("azure", isSingleNamespace: false);
        var scaled = Scaled(built);

        Assert.Equal(0, scaled.Number("minReplicaCount"));
        Assert.Equal(JsonValueKind.Undefined, built.WorkloadOf("apibridge-functions").Spec.Child("replicas").ValueKind);
        Assert.InRange(scaled.Number("pollingInterval"), 1, 5);
        Assert.InRange(scaled.Child("fallback").Number("replicas"), 1, scaled.Number("maxReplicaCount"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task InAzureThereIsNoConnectionStringAndNoSecret(bool isSingle)
    {
        var built = await Overlay.BuildAsync("azure", isSingle);
        var text = string.Join('\n', built.Objects.Select(item => item.Json.ToJsonString()));

        Assert.All((string[])["AccountKey", "EndpointsProtocol", "SharedAccessSignature", "\"connection\"", "secretKeyRef"], part => Assert.DoesNotContain(part, text, StringComparison.OrdinalIgnoreCase));
        Assert.Empty(built.OfKind("Secret"));
        Assert.Equal("azure-workload", Assert.Single(built.OfKind("TriggerAuthentication")).Text("spec/podIdentity/provider"));
        var settings = built.EnvironmentOf(built.WorkloadOf("apibridge-functions"));
        Assert.All(Scaled(built).Items("triggers"), trigger => Assert.Equal(settings["AzureWebJobsStorage__accountName"], trigger.Text("metadata/accountName")));
        Assert.Equal("workloadidentity", settings["AzureWebJobsStorage__credential"]);
        Assert.All(built.OfKind("ServiceAccount"), account => Assert.True(account.Child("metadata/annotations").TryGetProperty("azure.workload.identity/client-id", out _)));
        Assert.All(built.Workloads, workload => Assert.Equal("true", workload.Labels.GetProperty("azure.workload.identity/use").GetString()));
    }

    private static JsonElement Scaled(Overlay built) => Assert.Single(built.OfKind("ScaledObject")).Child("spec");

    private static string Sample(string setting) => Agreed("local.settings.json.sample").Child("Values").Text(setting);

    private static JsonElement Agreed(string file) => JsonElement.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "agreed", file)));
}
