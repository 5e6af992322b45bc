using System.Net.Sockets;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ApiBridge.Shared.Storage;

/// <summary>
/// Tells in the storage client's own terms of a connection that is reset as it is made. It comes as the socket's failure, which that client
/// knows nothing of: it would not try again, and whoever waits for its failures would miss this one.
/// </summary>
internal sealed class ResetConnections : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            ProcessNext(message, pipeline);
        }
        catch (SocketException exception)
        {
            throw Failure(exception);
        }
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            await ProcessNextAsync(message, pipeline);
        }
        catch (SocketException exception)
        {
            throw Failure(exception);
        }
    }

    // Status 0: no answer, worth another try.
    private static RequestFailedException Failure(SocketException exception) => new(exception.Message, exception);
}
