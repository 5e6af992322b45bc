using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Errors;
using ApiBridge.LocalStack.Kubernetes.Serving.Protobuf;
using YamlDotNet.Core;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>Reads request bodies: JSON, YAML, and what kubectl sends as protobuf.</summary>
internal static class RequestBody
{
    /// <summary>The largest body that a real server reads, in bytes.</summary>
    private const int Largest = 3 * 1024 * 1024;

    private static readonly string[] ObjectTypes = ["application/json", "application/yaml", ProtobufDocument.MediaType];
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static string MediaType(HttpRequest request) => (request.ContentType ?? "application/json").Split(';')[0].Trim();

    /// <exception cref="ApiException">It is no object, too large, or of a type the server doesn't read.</exception>
    public static async Task<JsonObject> ReadObjectAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!ObjectTypes.Contains(MediaType(request)))
        {
            throw ApiErrors.UnsupportedMediaType(ObjectTypes);
        }

        return await ReadAsync(request, cancellationToken) as JsonObject
            ?? throw ApiErrors.BadRequest("the body of the request has to be an object");
    }

    /// <summary>The body, null when it is empty.</summary>
    /// <exception cref="ApiException">It can't be read, or is too large.</exception>
    public static async Task<JsonNode?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await ReadBytesAsync(request, cancellationToken);
        try
        {
            return Parse(MediaType(request), body.Span);
        }
        catch (Exception malformed) when (malformed is JsonException or YamlException or FormatException)
        {
            throw ApiErrors.BadRequest($"couldn't get version/kind; json parse error: {malformed.Message}");
        }
    }

    private static JsonNode? Parse(string mediaType, ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return null;
        }

        if (mediaType == ProtobufDocument.MediaType)
        {
            return ProtobufDocument.Parse(body);
        }

        // JSON is YAML as well, but read as what it is when it looks like it: that is faster, and stricter.
        return mediaType.EndsWith("yaml", StringComparison.Ordinal) && body.TrimStart(" \r\n\t"u8) is not [(byte)'{', ..]
            ? YamlDocument.Parse(Encoding.UTF8.GetString(body))
            : JsonNode.Parse(body, documentOptions: Strict);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>();
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            foreach (var segment in read.Buffer)
            {
                body.Write(segment.Span);
            }

            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (body.WrittenCount > Largest)
            {
                throw ApiErrors.BodyTooLarge(Largest);
            }

            if (read.IsCompleted)
            {
                return body.WrittenMemory;
            }
        }
    }
}
