namespace ApiBridge.LocalStack.Running;

/// <summary>This user may not listen on the port that a server was told to use.</summary>
/// <param name="port">The TCP port.</param>
/// <param name="cause">What binding it failed with.</param>
public sealed class PortForbiddenException(int port, Exception cause)
    : IOException($"Port {port} on 127.0.0.1 may not be used by you; choose one from 1024 on, or 0 for any free port.", cause)
{
    /// <summary>The TCP port.</summary>
    public int Port => port;
}
