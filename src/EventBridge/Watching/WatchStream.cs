using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace ApiBridge.EventBridge.Watching;

/// <summary>Reads the lines of a watch, and notices a connection that has gone silent.</summary>
internal static class WatchStream
{
    /// <summary>
    /// The most bytes of a line that are kept. etcd takes 1.5 MiB as a rule, and JSON may write a byte as six: this is several times what a
    /// server can store.
    /// </summary>
    public const int MaxLineBytes = 16 * 1024 * 1024;

    /// <summary>The lines as they come, empty ones left out, until the server closes.</summary>
    /// <exception cref="TimeoutException">Nothing came for as long as <paramref name="inactivity"/>.</exception>
    /// <exception cref="IOException">The connection broke, in the middle of a line perhaps.</exception>
    public static async IAsyncEnumerable<WatchLine> ReadAsync(
        Stream stream, TimeSpan inactivity, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream, new(leaveOpen: true));
        try
        {
            // Of what waits, so much holds no end of a line.
            var searched = 0L;
            var isPassedOver = false;
            while (true)
            {
                var result = await ReadAsync(reader, inactivity, time, cancellationToken);
                var buffer = result.Buffer;
                while (TryTakeLine(ref buffer, ref searched, out var line))
                {
                    if (!isPassedOver && !line.IsEmpty)
                    {
                        yield return new(line, IsWhole: true);
                    }

                    isPassedOver = false;
                }

                if (result.IsCompleted)
                {
                    if (!buffer.IsEmpty || isPassedOver)
                    {
                        throw new EndOfStreamException("The watch broke off in the middle of a line.");
                    }

                    yield break;
                }

                if (!isPassedOver && buffer.Length > MaxLineBytes)
                {
                    yield return new(buffer, IsWhole: false);
                    isPassedOver = true;
                }

                if (isPassedOver)
                {
                    buffer = buffer.Slice(buffer.End);
                }

                searched = buffer.Length;
                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private static async ValueTask<ReadResult> ReadAsync(
        PipeReader reader, TimeSpan inactivity, TimeProvider time, CancellationToken cancellationToken)
    {
        if (reader.TryRead(out var buffered))
        {
            return buffered;
        }

        using var silence = new CancellationTokenSource(inactivity, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            return await reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Nothing came through the watch for {inactivity}.", exception);
        }
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, ref long searched, out ReadOnlySequence<byte> line)
    {
        line = default;
        if (buffer.Slice(searched).PositionOf((byte)'\n') is not { } end)
        {
            return false;
        }

        line = buffer.Slice(0, end);
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        searched = 0;
        return true;
    }
}
