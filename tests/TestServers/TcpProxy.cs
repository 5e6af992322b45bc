using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ApiBridge.TestServers;

/// <summary>
/// A proxy that passes bytes on, and fails as networks do. It looks at nothing, so that TLS and HTTP/2 reach from end to end through it.
/// </summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<TcpRelay, Task> _relays = new();
    private readonly Uri _target;
    private readonly Task _accepting;
    private volatile bool _isCut;

    /// <param name="target">The server on loopback, whose scheme the proxy's address takes over.</param>
    public TcpProxy(Uri target)
    {
        ArgumentNullException.ThrowIfNull(target);
        _target = target;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Url = new UriBuilder(target) { Port = ((IPEndPoint)_listener.LocalEndPoint!).Port }.Uri;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>How many bytes of answers a second pass through each connection; 0, the default, for as many as come.</summary>
    public int BytesPerSecond { get; set; }

    /// <summary>Resets every connection, and every further one, until <see cref="Restore"/>.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (var relay in _relays.Keys)
        {
            relay.Dispose();
        }
    }

    /// <summary>Lets connections through again.</summary>
    public void Restore() => _isCut = false;

    /// <summary>Lets the present connections stand open and passes nothing on any more, as when a node vanishes; new ones work.</summary>
    public void Freeze()
    {
        foreach (var relay in _relays.Keys)
        {
            relay.Freeze();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        Cut();
        await Task.WhenAll(_relays.Values);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var relay = new TcpRelay(await _listener.AcceptAsync(), () => BytesPerSecond);
                _relays[relay] = Task.CompletedTask; // A cut from here on finds it.
                _relays[relay] = RunAsync(relay);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The proxy's end.
        }
    }

    private async Task RunAsync(TcpRelay relay)
    {
        using (relay)
        {
            await (_isCut ? Task.CompletedTask : relay.RunAsync(_target.Port));
        }
    }
}
