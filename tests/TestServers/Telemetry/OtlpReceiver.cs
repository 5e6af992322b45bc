using System.Collections.Concurrent;
using ApiBridge.TestServers.Telemetry.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ApiBridge.TestServers.Telemetry;

/// <summary>What an OpenTelemetry collector is to a program: it takes spans over gRPC, and over HTTP in protobuf, and keeps them.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();
    private readonly WebApplication _app;

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        builder.WebHost.ConfigureKestrel(static server =>
        {
            // gRPC without TLS takes a port that speaks HTTP/2 alone.
            server.Listen(System.Net.IPAddress.Loopback, 0, static port => port.Protocols = HttpProtocols.Http2);
            server.Listen(System.Net.IPAddress.Loopback, 0, static port => port.Protocols = HttpProtocols.Http1);
        });
        _app = builder.Build();
        _app.MapGrpcService<TraceReceiver>();
        _app.MapPost("/v1/traces", TakeAsync);
    }

    /// <summary>Where it takes spans over gRPC.</summary>
    public Uri Grpc => new(_app.Urls.First());

    /// <summary>Where it takes spans over HTTP.</summary>
    public Uri Http => new(_app.Urls.Last());

    /// <summary>What came so far.</summary>
    public IReadOnlyList<ReceivedSpan> Spans => [.. _spans];

    /// <summary>Starts one on free ports of 127.0.0.1.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The receiver.</returns>
    public static async Task<OtlpReceiver> StartAsync(CancellationToken cancellationToken)
    {
        var receiver = new OtlpReceiver();
        await receiver._app.StartAsync(cancellationToken);
        return receiver;
    }

    /// <summary>The spans of the trace that a span is of.</summary>
    /// <param name="span">The span.</param>
    /// <returns>The trace, by the beginnings of its spans.</returns>
    public IReadOnlyList<ReceivedSpan> TraceOf(ReceivedSpan span)
    {
        ArgumentNullException.ThrowIfNull(span);
        return [.. Spans.Where(other => other.TraceId == span.TraceId).OrderBy(static other => other.Start)];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    internal void Take(ExportTraceServiceRequest request)
    {
        foreach (var resource in request.ResourceSpans)
        {
            foreach (var scope in resource.ScopeSpans)
            {
                foreach (var span in scope.Spans)
                {
                    _spans.Enqueue(ReceivedSpan.Of(resource.Resource, scope.Scope, span));
                }
            }
        }
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        Take(ExportTraceServiceRequest.Parser.ParseFrom(body.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
    }
}
