using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Errors;
using YamlDotNet.Core;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>Reads request bodies, JSON or YAML.</summary>
internal static class RequestBody
{
    /// <summary>The largest body that a real server reads, in bytes.</summary>
    private const int Largest = 3 * 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static string MediaType(HttpRequest request) => (request.ContentType ?? "application/json").Split(';')[0].Trim();

    /// <exception cref="ApiException">It is no object, too large, or of a type the server doesn't read.</exception>
    public static async Task<JsonObject> ReadObjectAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (MediaType(request) is not ("application/json" or "application/yaml" or "*/*"))
        {
            throw ApiErrors.UnsupportedMediaType(["application/json", "application/yaml"]);
        }

        return await ReadAsync(request, cancellationToken) as JsonObject
            ?? throw ApiErrors.BadRequest("the body of the request has to be an object");
    }

    /// <summary>The body, null when it is empty.</summary>
    /// <exception cref="ApiException">It can't be read, or is too large.</exception>
    public static async Task<JsonNode?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var text = await ReadTextAsync(request, cancellationToken);
        try
        {
            return text.AsSpan().TrimStart() switch
            {
                [] => null,
                ['{' or '[', ..] => JsonNode.Parse(text, documentOptions: Strict),
                _ when MediaType(request).EndsWith("yaml", StringComparison.Ordinal) => YamlDocument.Parse(text),
                _ => JsonNode.Parse(text, documentOptions: Strict),
            };
        }
        catch (Exception malformed) when (malformed is JsonException or YamlException)
        {
            throw ApiErrors.BadRequest($"couldn't get version/kind; json parse error: {malformed.Message}");
        }
    }

    private static async Task<string> ReadTextAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > Largest)
            {
                throw ApiErrors.BodyTooLarge(Largest);
            }

            body.Write(buffer.AsSpan(0, read));
        }

        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }
}
