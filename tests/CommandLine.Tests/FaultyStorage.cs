using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Queues;

namespace ApiBridge.CommandLine.Tests;

/// <summary>Storage that refuses one kind of request.</summary>
internal sealed class FaultyStorage(RequestMethod refused) : HttpPipelinePolicy
{
    /// <summary>A client of it.</summary>
    public QueueServiceClient Client(string connectionString, QueueMessageEncoding encoding)
    {
        var options = AzuriteFixture.ClientOptions(encoding);
        options.AddPolicy(this, HttpPipelinePosition.PerCall);
        return new(connectionString, options);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        message.Request.Method == refused ? throw new RequestFailedException(503, "refused") : ProcessNextAsync(message, pipeline);
}
