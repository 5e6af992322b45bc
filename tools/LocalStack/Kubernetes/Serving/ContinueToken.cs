using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Errors;
using ApiBridge.LocalStack.Kubernetes.Objects;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>Where the next page of a list starts. Opaque to clients.</summary>
/// <param name="Revision">The revision that all pages show.</param>
/// <param name="After">The last object of the page before.</param>
internal sealed record ContinueToken(long Revision, ObjectName After)
{
    /// <exception cref="ApiException">The text is no token.</exception>
    public static ContinueToken Parse(string text)
    {
        try
        {
            var token = (JsonObject)JsonNode.Parse(Base64Url.DecodeFromChars(text))!;
            return new ContinueToken(token.Number("rv")!.Value, new ObjectName(token.Text("ns")!, token.Text("name")!));
        }
        catch (Exception malformed) when (malformed is FormatException or System.Text.Json.JsonException
            or InvalidCastException or InvalidOperationException)
        {
            throw ApiErrors.BadRequest($"continue key is not valid: {malformed.Message}");
        }
    }

    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(new JsonObject
    {
        ["rv"] = Revision,
        ["ns"] = After.Namespace,
        ["name"] = After.Name,
    }.ToJsonString()));
}
