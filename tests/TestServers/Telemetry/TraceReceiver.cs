using ApiBridge.TestServers.Telemetry.Protocol;
using Grpc.Core;

namespace ApiBridge.TestServers.Telemetry;

/// <summary>The gRPC side of the receiver.</summary>
internal sealed class TraceReceiver(OtlpReceiver receiver) : TraceService.TraceServiceBase
{
    public override Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context)
    {
        receiver.Take(request);
        return Task.FromResult(new ExportTraceServiceResponse());
    }
}
