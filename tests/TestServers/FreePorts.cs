using System.Net;
using System.Net.Sockets;

namespace ApiBridge.TestServers;

/// <summary>Finds TCP ports on loopback that nobody listens on.</summary>
public static class FreePorts
{
    /// <summary>The first of a run of free ports.</summary>
    /// <param name="count">How many ports in a row are needed.</param>
    public static int Find(int count = 1)
    {
        while (true)
        {
            using var probe = Bind(0)!;
            var first = ((IPEndPoint)probe.LocalEndPoint!).Port;
            var others = Enumerable.Range(first + 1, count - 1).Select(Bind).ToList();
            others.ForEach(other => other?.Dispose());
            if (!others.Contains(null))
            {
                return first;
            }
        }
    }

    private static Socket? Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return socket;
        }
        catch (Exception taken) when (taken is SocketException or ArgumentOutOfRangeException)
        {
            socket.Dispose();
            return null;
        }
    }
}
