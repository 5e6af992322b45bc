using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace ApiBridge.LocalStack.Running;

/// <summary>Starts a server on a port of 127.0.0.1.</summary>
internal static class LoopbackServer
{
    /// <summary>Starts it, or disposes of it when it can't listen.</summary>
    /// <exception cref="PortInUseException">The port is taken.</exception>
    /// <exception cref="PortForbiddenException">The port is for other users.</exception>
    public static async Task ListenAsync(this WebApplication app, int port, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            await app.DisposeAsync();
            throw failure switch
            {
                IOException { InnerException: AddressInUseException } => new PortInUseException(port, failure),
                SocketException { SocketErrorCode: SocketError.AccessDenied } => new PortForbiddenException(port, failure),
                _ => new IOException($"Port {port} on 127.0.0.1 can't be listened on: {failure.Message}", failure),
            };
        }
    }
}
