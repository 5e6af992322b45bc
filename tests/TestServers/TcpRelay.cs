using System.Net;
using System.Net.Sockets;

namespace ApiBridge.TestServers;

/// <summary>One connection through a <see cref="TcpProxy"/>.</summary>
internal sealed class TcpRelay : IDisposable
{
    private readonly Socket _client;
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Func<int> _bytesPerSecond;
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isFrozen;

    public TcpRelay(Socket client, Func<int> bytesPerSecond)
    {
        client.NoDelay = true;
        client.LingerState = new(true, 0); // To close it is to reset it.
        (_client, _bytesPerSecond) = (client, bytesPerSecond);
    }

    /// <summary>Passes bytes on both ways until either side closes or breaks off, or until this is disposed.</summary>
    public async Task RunAsync(int port)
    {
        try
        {
            await _server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
            await Task.WhenAll(PumpAsync(_client, _server, static () => 0), PumpAsync(_server, _client, _bytesPerSecond));
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            // Nobody listens there, and the client will be told by a reset.
        }
    }

    public void Freeze() => _isFrozen = true;

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        _broken.TrySetResult();
    }

    private static bool IsBreak(Exception exception) => exception is SocketException or ObjectDisposedException;

    private async Task PumpAsync(Socket from, Socket to, Func<int> bytesPerSecond)
    {
        try
        {
            var buffer = new byte[16 * 1024];
            while (await from.ReceiveAsync(buffer) is var count and > 0)
            {
                if (_isFrozen)
                {
                    await _broken.Task;
                }

                await to.SendAsync(buffer.AsMemory(0, count));
                if (bytesPerSecond() is var pace and > 0)
                {
                    await Task.Delay(TimeSpan.FromSeconds((double)count / pace), TimeProvider.System);
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            Dispose(); // Either side may break off at any time; then the other is broken off too.
        }
    }
}
