using ApiBridge.LocalStack.Running;
using ApiBridge.TestServers.Telemetry;

namespace ApiBridge.EndToEnd.Tests;

/// <summary>A stack on the Kubernetes API emulator whose programs send their traces: the bridge over gRPC, the worker over HTTP.</summary>
public sealed class TracedFixture : StackFixture
{
    private OtlpReceiver? _receiver;

    /// <summary>Where they come.</summary>
    public OtlpReceiver Receiver => _receiver ?? throw new InvalidOperationException("The receiver did not start.");

    /// <inheritdoc/>
    protected override async Task<string?> StartClusterAsync(CancellationToken cancellationToken)
    {
        _receiver = await OtlpReceiver.StartAsync(cancellationToken);
        return null;
    }

    /// <inheritdoc/>
    protected override StackOptions Adjust(StackOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with
        {
            PublicGateway = true,
            Reachability = true,
            Settings = new Dictionary<string, string?>(options.Settings, StringComparer.Ordinal)
            {
                // A resync is another trace, and so is what the endpoints ask for.
                ["ApiBridge:Resync:Period"] = "00:05:00",
                ["ApiBridge:Watch:ReadinessDebounce"] = "00:00:00",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Receiver.Grpc.OriginalString,
            },
            WorkerSettings = new Dictionary<string, string?>(options.WorkerSettings, StringComparer.Ordinal)
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Receiver.Http.OriginalString,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            },
        };
    }

    /// <inheritdoc/>
    protected override ValueTask StopClusterAsync() => _receiver?.DisposeAsync() ?? ValueTask.CompletedTask;
}
