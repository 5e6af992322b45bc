using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ApiBridge.EventBridge.Watching;

/// <summary>Reads the lines of a watch, each a JSON document, and notices a connection that has gone silent.</summary>
internal static class WatchStream
{
    /// <summary>The documents as they come, until the server closes. The reader disposes each.</summary>
    /// <exception cref="TimeoutException">Nothing came for as long as <paramref name="inactivity"/>.</exception>
    /// <exception cref="IOException">The connection broke, in the middle of a line perhaps.</exception>
    /// <exception cref="JsonException">A line is no JSON.</exception>
    public static async IAsyncEnumerable<JsonDocument> ReadAsync(
        Stream stream, TimeSpan inactivity, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream, new(leaveOpen: true));
        try
        {
            while (true)
            {
                var result = await ReadAsync(reader, inactivity, time, cancellationToken);
                var buffer = result.Buffer;
                while (TryTakeLine(ref buffer, out var line))
                {
                    yield return JsonDocument.Parse(line);
                }

                if (result.IsCompleted)
                {
                    if (!buffer.IsEmpty)
                    {
                        throw new EndOfStreamException("The watch broke off in the middle of a line.");
                    }

                    yield break;
                }

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

    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        var reader = new SequenceReader<byte>(buffer);
        while (reader.TryReadTo(out line, (byte)'\n'))
        {
            buffer = buffer.Slice(reader.Position);
            if (!line.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }
}
