namespace ApiBridge.LocalStack.Running;

/// <summary>The port that a server was told to use is taken by another process.</summary>
/// <param name="port">The TCP port.</param>
/// <param name="cause">What binding it failed with.</param>
public sealed class PortInUseException(int port, Exception cause)
    : IOException($"Port {port} on 127.0.0.1 is in use; choose another one, or 0 for any free port.", cause)
{
    /// <summary>The TCP port.</summary>
    public int Port => port;
}
