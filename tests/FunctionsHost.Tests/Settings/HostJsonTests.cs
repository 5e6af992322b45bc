using ApiBridge.FunctionsHost.Settings;
using Azure.Storage.Queues;

namespace ApiBridge.FunctionsHost.Tests.Settings;

public sealed class HostJsonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => Path.Combine(_folder.Path, "host.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatTheFileDoesNotSayHasTheHostsDefaults()
    {
        var options = Read("""{ "version": "2.0", "logging": { "logLevel": { "default": "Debug" } } }""");

        Assert.Equal(16, options.BatchSize);
        Assert.Equal(8 * Environment.ProcessorCount, options.NewBatchThreshold);
        Assert.Equal(TimeSpan.FromMinutes(1), options.MaxPollingInterval);
        Assert.Equal(TimeSpan.Zero, options.VisibilityTimeout);
        Assert.Equal(5, options.MaxDequeueCount);
        Assert.Equal(QueueMessageEncoding.Base64, options.MessageEncoding);
    }

    [Fact]
    public void EverySettingIsRead()
    {
        var options = Read("""
            {
              "version": "2.0",
              // The host takes comments.
              "extensions": { "queues": {
                "batchSize": 32, "newBatchThreshold": 0, "maxPollingInterval": "00:00:02",
                "visibilityTimeout": "00:00:30", "maxDequeueCount": 3, "messageEncoding": "none" } }
            }
            """);

        Assert.Equal(
            new QueueTriggerOptions
            {
                BatchSize = 32,
                NewBatchThreshold = 0,
                MaxPollingInterval = TimeSpan.FromSeconds(2),
                VisibilityTimeout = TimeSpan.FromSeconds(30),
                MaxDequeueCount = 3,
                MessageEncoding = QueueMessageEncoding.None,
            },
            options);
    }

    [Fact]
    public void TheThresholdFollowsTheBatchSize() =>
        Assert.Equal(2 * Environment.ProcessorCount, Read("""{ "version": "2.0", "extensions": { "queues": { "batchSize": 4 } } }""").NewBatchThreshold);

    [Theory]
    [InlineData("\"batchSize\": 33", "batchSize: 33 is not valid; write a whole number from 1 to 32.")]
    [InlineData("\"batchSize\": 0", "batchSize: 0 is not valid; write a whole number from 1 to 32.")]
    [InlineData("\"batchSize\": \"8\"", "batchSize: \"8\" is not valid; write a whole number from 1 to 32.")]
    [InlineData("\"newBatchThreshold\": -1", "newBatchThreshold: -1 is not valid; write a whole number of 0 or more.")]
    [InlineData("\"maxDequeueCount\": 0", "maxDequeueCount: 0 is not valid; write a whole number of 1 or more.")]
    [InlineData("\"maxPollingInterval\": \"00:00:00.050\"", "maxPollingInterval: \"00:00:00.050\" is not valid; write a time \"hh:mm:ss\" of 00:00:00.1000000 or more.")]
    [InlineData("\"maxPollingInterval\": 2000", "maxPollingInterval: 2000 is not valid; write a time \"hh:mm:ss\" of 00:00:00.1000000 or more.")]
    [InlineData("\"visibilityTimeout\": \"8.00:00:00\"", "visibilityTimeout: \"8.00:00:00\" is not valid; write a time \"hh:mm:ss\" from 00:00:00 to 7.00:00:00.")]
    [InlineData("\"messageEncoding\": \"utf8\"", "messageEncoding: \"utf8\" is not valid; write \"base64\" or \"none\".")]
    [InlineData("\"batchsize\": 8", "batchsize: no such setting; known are batchSize, newBatchThreshold, maxPollingInterval, visibilityTimeout, maxDequeueCount, messageEncoding.")]
    public void AnInvalidSettingIsNamedWithFileFieldValueAndWhatIsValid(string setting, string expected)
    {
        var exception = Assert.Throws<HostJsonException>(
            () => Read($$"""{ "version": "2.0", "extensions": { "queues": { {{setting}} } } }"""));

        Assert.Equal($"{FilePath}: extensions.queues.{expected}", exception.Message);
    }

    [Theory]
    [InlineData("""{ "extensions": {} }""", "version: must be \"2.0\".")]
    [InlineData("""{ "version": "1.0" }""", "version: must be \"2.0\".")]
    [InlineData("""[]""", "version: must be \"2.0\".")]
    [InlineData("""{ "version": "2.0", "extensions": { "queues": 5 } }""", "extensions.queues: must be an object.")]
    [InlineData("""{ "version": """, "is not JSON")]
    public void AFileThatIsNoHostJsonIsNamed(string content, string expected) =>
        Assert.StartsWith($"{FilePath}: {expected}", Assert.Throws<HostJsonException>(() => Read(content)).Message, StringComparison.Ordinal);

    [Fact]
    public void AMissingFileIsNamed() =>
        Assert.StartsWith($"{FilePath}: can't be read", Assert.Throws<HostJsonException>(() => HostJson.Read(FilePath)).Message, StringComparison.Ordinal);

    private QueueTriggerOptions Read(string content)
    {
        File.WriteAllText(FilePath, content);
        return HostJson.Read(FilePath);
    }
}
