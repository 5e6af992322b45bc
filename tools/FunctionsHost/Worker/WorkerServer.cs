using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ApiBridge.FunctionsHost.Worker;

/// <summary>The server that worker processes connect to, on a free port of 127.0.0.1.</summary>
internal sealed class WorkerServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private WorkerServer(WebApplication server) => (_server, Url) = (server, new Uri(server.Urls.Single()));

    public Uri Url { get; }

    public WorkerStreams Streams => _server.Services.GetRequiredService<WorkerStreams>();

    public static async Task<WorkerServer> StartAsync(Action<ILoggingBuilder> logging)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, port: 0, listening => listening.Protocols = HttpProtocols.Http2));
        logging(builder.Logging);
        builder.Services.AddSingleton<IHostLifetime, PartLifetime>();
        builder.Services.AddSingleton<WorkerStreams>();
        builder.Services.AddGrpc(grpc => (grpc.MaxReceiveMessageSize, grpc.MaxSendMessageSize) = (null, null));
        var server = builder.Build();
        server.UseRouting();
        server.MapGrpcService<WorkerRpc>();
        await server.StartAsync();
        return new(server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
