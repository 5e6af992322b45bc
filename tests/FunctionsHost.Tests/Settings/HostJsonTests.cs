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
    [InlineData("\"batchSize\": 99999999999999999999", "batchSize: 99999999999999999999 is not valid; write a whole number from 1 to 32.")]
    [InlineData("\"batchSize\": null", "batchSize: null is not valid; write a whole number from 1 to 32.")]
    [InlineData("\"batchSize\": [1]", "batchSize: [1] is not valid; write a whole number from 1 to 32.")]
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
    [InlineData("", "is not JSON")]
    [InlineData("{ \"version\": \"x\", \"version\": \"2.0\" }", "is not JSON (Duplicate property")]
    [InlineData("{ \"version\": \"2.0\", \"extensions\": 5 }", "extensions: must be an object.")]
    [InlineData("{ \"version\": \"\\ud800\" }", "has a text that is no Unicode")]
    [InlineData("{ \"version\": \"2.0\", \"extensions\": { \"queues\": { \"\\udc00\": 1 } } }", "has a text that is no Unicode")]
    public void AFileThatIsNoHostJsonIsNamed(string content, string expected) =>
        Assert.StartsWith($"{FilePath}: {expected}", Assert.Throws<HostJsonException>(() => Read(content)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{ \"version\": \"2.0\", \"Version\": \"2.0\" }")]
    [InlineData("{ \"version\": \"2.0\", \"functions\": [ \"a\" ], \"functions:0\": \"b\" }")]
    public void NamesThatAreTheSameToTheHostAreNamed(string content)
    {
        var file = _folder.Write("host.json", content);

        Assert.StartsWith($"{file}: can't be used (A duplicate key '", Assert.Throws<HostJsonException>(() => HostSettings.Read(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"version\": \"2.0\", \"logging\": { \"logLevel\": { \"default\": \"Loud\" } } }", "AzureFunctionsJobHost__logging__logLevel__default")]
    [InlineData("{ \"version\": \"2.0\", \"logging\": { \"console\": { \"logLevel\": { \"Host\": \"99\" } } } }", "AzureFunctionsJobHost__logging__console__logLevel__Host")]
    public void ALevelThatIsNoneIsNamed(string content, string setting)
    {
        var message = Assert.Throws<HostJsonException>(() => HostSettings.Read(_folder.Write("host.json", content))).Message;

        Assert.StartsWith($"{setting} (host.json's logging): ", message, StringComparison.Ordinal);
        Assert.EndsWith(" is not valid; write Trace, Debug, Information, Warning, Error, Critical, None.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatIsNotInUtf8IsNamed()
    {
        File.WriteAllBytes(FilePath, [0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);

        Assert.StartsWith($"{FilePath}: has a text that is no Unicode", Assert.Throws<HostJsonException>(() => HostJson.Read(FilePath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMarkOfTheEncodingIsTaken() => Assert.Equal(16, Read("\uFEFF{ \"version\": \"2.0\" }").BatchSize);

    [Fact]
    public void AFolderInPlaceOfTheFileIsNamed() =>
        Assert.StartsWith($"{_folder.Path}: can't be read", Assert.Throws<HostJsonException>(() => HostJson.Read(_folder.Path)).Message, StringComparison.Ordinal);

    [Fact]
    public void ALongValueIsCut()
    {
        var content = "{ \"version\": \"2.0\", \"extensions\": { \"queues\": { \"batchSize\": \"" + new string('9', 10_000) + "\" } } }";

        Assert.EndsWith("999… is not valid; write a whole number from 1 to 32.", Assert.Throws<HostJsonException>(() => Read(content)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingFileIsNamed() =>
        Assert.StartsWith($"{FilePath}: can't be read", Assert.Throws<HostJsonException>(() => HostJson.Read(FilePath)).Message, StringComparison.Ordinal);

    private QueueTriggerOptions Read(string content)
    {
        File.WriteAllText(FilePath, content);
        return HostJson.Read(FilePath);
    }
}
