using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>
/// The body of an answer, whatever it is: as much of it as is read, and the <c>res_code</c> and <c>res_message</c> that it has. What is no
/// JSON object has none.
/// </summary>
internal sealed class GatewayReply
{
    // Far more than the gateway has to say.
    private const int MaxBytes = 1024 * 1024;
    private const int QuotedBytes = 200;

    // A reason ends in a condition and in a Kubernetes Event, which takes 1024.
    private const int WordsBytes = 900;

    private readonly string _text;
    private readonly string? _unreadable;

    private GatewayReply(string text, bool isCut, string? unreadable)
    {
        (_text, IsCut, _unreadable) = (text, isCut, unreadable);
        Utf8 = Encoding.UTF8.GetBytes(LoneSurrogates.Replace(text));
        (Code, var message) = Read(Utf8.Span, isCut);
        Message = Excerpt.Of(message, WordsBytes);
    }

    /// <summary>Whether there is more of it than was read.</summary>
    public bool IsCut { get; }

    /// <summary>What was read of it, without escapes that stand for no character.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>Its <c>res_code</c>, a string or a number as it stands; empty when it has none.</summary>
    public string Code { get; }

    /// <summary>Its <c>res_message</c>, an <see cref="Excerpt"/>; empty when it has none.</summary>
    public string Message { get; }

    /// <summary>What it is, for people: the start of it.</summary>
    public string Shown =>
        _unreadable is not null ? $"a body in Content-Encoding '{Excerpt.Of(_unreadable)}', which can't be read"
        : _text.Length == 0 ? "an empty body"
        : $"'{Excerpt.Of(_text, QuotedBytes)}'{(IsCut ? string.Create(CultureInfo.InvariantCulture, $" and more; no code is in its first {MaxBytes} bytes") : string.Empty)}";

    /// <summary>Reads a body, no more of it than an answer has.</summary>
    /// <param name="content">The body.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="HttpRequestException">The same.</exception>
    public static async Task<GatewayReply> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var encoding = string.Join(", ", content.Headers.ContentEncoding);
        try
        {
            await using var stream = Decompressed(await content.ReadAsStreamAsync(cancellationToken), encoding);
            if (stream is null)
            {
                return new(string.Empty, isCut: false, encoding);
            }

            // One byte more tells whether there is more.
            var buffer = new byte[InitialBytes(content)];
            var read = 0;
            while (read <= MaxBytes && await stream.ReadAsync(Free(ref buffer, read), cancellationToken) is > 0 and var more)
            {
                read += more;
            }

            var body = buffer.AsMemory(0, Math.Min(read, MaxBytes));
            return new(Text(body, content.Headers.ContentType?.CharSet), isCut: read > MaxBytes, unreadable: null);
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            return new(string.Empty, isCut: false, encoding);
        }
    }

    // We ask for none, and some send one all the same. The most that is read counts after it, so that little can't become much.
    private static Stream? Decompressed(Stream stream, string encoding) => encoding.ToUpperInvariant() switch
    {
        "" or "IDENTITY" => stream,
        "GZIP" or "X-GZIP" => new GZipStream(stream, CompressionMode.Decompress),
        "DEFLATE" => new ZLibStream(stream, CompressionMode.Decompress),
        "BR" => new BrotliStream(stream, CompressionMode.Decompress),
        _ => null,
    };

    private static int InitialBytes(HttpContent content) => (int)Math.Min(content.Headers.ContentLength ?? 4096, MaxBytes) + 1;

    private static Memory<byte> Free(ref byte[] buffer, int used)
    {
        if (used == buffer.Length)
        {
            Array.Resize(ref buffer, Math.Min(Math.Max(2 * buffer.Length, 1024), MaxBytes + 1));
        }

        return buffer.AsMemory(used);
    }

    // JSON is UTF-8, with or without a mark at its start; what says that it is something else is believed, and what nobody knows is ASCII mostly.
    private static string Text(ReadOnlyMemory<byte> body, string? charset)
    {
        var bytes = body.Span;
        var encoding = bytes switch
        {
            [0, not 0, ..] => Encoding.BigEndianUnicode,
            [not 0, 0, ..] => Encoding.Unicode,
            _ => Named(charset),
        };
        using var reader = new StreamReader(new MemoryStream(body.ToArray()), encoding, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    private static Encoding Named(string? charset)
    {
        try
        {
            var name = charset?.Trim('"') ?? string.Empty;
            return name.Length == 0 ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return Encoding.UTF8;
        }
    }

    // Token by token, so that no depth is too much. Of two of one name the last counts, as to whoever reads the whole.
    private static (string Code, string Message) Read(ReadOnlySpan<byte> json, bool isCut)
    {
        var (code, message) = (string.Empty, string.Empty);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            {
                return (string.Empty, string.Empty);
            }

            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var (isCode, isMessage) = (reader.ValueTextEquals("res_code"u8), reader.ValueTextEquals("res_message"u8));
                reader.Read();
                code = isCode ? Scalar(ref reader) : code;
                message = isMessage ? Scalar(ref reader) : message;
                reader.Skip();
            }

            // There is nothing behind it, or it is no JSON.
            reader.Read();
            return (code, message);
        }
        catch (JsonException)
        {
            return isCut ? (code, message) : (string.Empty, string.Empty);
        }
    }

    private static string Scalar(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => string.Empty,
    };
}
