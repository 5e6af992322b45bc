using System.Text;
using ApiBridge.FunctionsHost;
using ApiBridge.FunctionsHost.Settings;
using CsCheck;

namespace ApiBridge.Fuzzing.Tests;

/// <summary>A host.json is written by hand.</summary>
public sealed class HostSettingsFuzzTests
{
    private const string Good = """
        {
          "version":"2.0","telemetryMode":"OpenTelemetry","logging":{"logLevel":{"default":"Information"}},
          "extensions":{"queues":{
            "batchSize":16,"newBatchThreshold":8,"maxPollingInterval":"00:00:02","visibilityTimeout":"00:00:30","maxDequeueCount":5,"messageEncoding":"base64"}}
        }
        """;

    [Fact]
    public void AHostJsonIsReadOrRefused() => Mutation.OfJson(Good).Sample(json => Read(Encoding.UTF8.GetBytes(json)), iter: Inputs.Each);

    [Fact]
    public void BytesAreReadOrRefused() => Mutation.OfBytes(Good).Sample(Read, iter: Inputs.Each, print: Encoding.Latin1.GetString);

    private static void Read(byte[] json)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        File.WriteAllBytes(path, json);
        try
        {
            var options = HostJson.Read(path);
            Assert.InRange(options.BatchSize, 1, QueueTriggerOptions.LargestBatch);
            _ = HostSettings.Read(path);
        }
        catch (HostJsonException exception)
        {
            Assert.True(
                exception.Message.Contains(path, StringComparison.Ordinal) || exception.Message.Contains(HostSettings.Section, StringComparison.Ordinal),
                exception.Message);
            Assert.DoesNotContain(ProblemLine.Of(exception.Message), char.IsControl);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
