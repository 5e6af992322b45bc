using System.Text;

namespace ApiBridge.EventBridge.Tests.RealServers;

/// <summary>Passes on what is written, and remembers it.</summary>
internal sealed class SpyStream(Stream inner) : MemoryStream
{
    public string Text => Encoding.UTF8.GetString(ToArray());

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await inner.WriteAsync(buffer, cancellationToken);
        Write(buffer.Span);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);
}
