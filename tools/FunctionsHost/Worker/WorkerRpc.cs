using ApiBridge.FunctionsHost.Worker.Protocol;
using Grpc.Core;

namespace ApiBridge.FunctionsHost.Worker;

/// <summary>Where worker processes connect: one stream for each, for as long as it lives.</summary>
internal sealed class WorkerRpc(WorkerStreams streams) : FunctionRpc.FunctionRpcBase
{
    /// <inheritdoc/>
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        var first = await requestStream.MoveNext(context.CancellationToken) ? requestStream.Current : null;
        if (first?.StartStream is not { } start || streams.Connect(start.WorkerId) is not { } stream)
        {
            throw new Grpc.Core.RpcException(new Status(StatusCode.PermissionDenied, "The first message must be StartStream with the id of a worker that this host started."));
        }

        await stream.RunAsync(requestStream, responseStream, context.CancellationToken);
    }
}
