using System.Net;
using System.Net.Sockets;
using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.EventBridge.Tests.Kubernetes;

public sealed class KubernetesApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Now and then the reset comes first, and the client lets the socket's own failure through.</summary>
    [Fact]
    public async Task AServerThatResetsConnectionsAsTheyAreMadeIsUnreachable()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Token);
        server.Start();
        var resetting = ResetAsync(server, over.Token);
        for (var attempt = 0; attempt < 200; attempt++)
        {
            using var api = new KubernetesApi(TestOptions.Of(new KubernetesOptions { Server = $"http://{server.LocalEndpoint}" }), TimeProvider.System);
            await Assert.ThrowsAsync<KubernetesApiException>(() => api.GetAsync("/version", rule: null, Token));
        }

        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => resetting);
    }

    private static async Task ResetAsync(TcpListener server, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var socket = await server.AcceptSocketAsync(cancellationToken);
            socket.LingerState = new(enable: true, seconds: 0);
        }
    }
}
