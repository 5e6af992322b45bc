using System.Text.Json;

namespace ApiBridge.LocalStack.Gateway;

/// <summary>The body of either call, as far as the gateway looks into it.</summary>
/// <param name="Name">The registration's name; empty when the body has none.</param>
/// <param name="Path">The route's path.</param>
/// <param name="Problem">Why the body is refused; null when it is not.</param>
/// <param name="Body">The body as received; <see cref="JsonValueKind.Undefined"/> when it is not JSON.</param>
internal sealed record RegistrationRequest(string Name, string Path, string? Problem, JsonElement Body)
{
    /// <summary>The Service that is registered.</summary>
    public string Implementation => Text(Body, "implementation");

    /// <summary>The Service's port.</summary>
    public int Port => Body.GetProperty("port").GetInt32();

    private static readonly string[] TextFields = ["path", "name", "implementation"];

    public static async Task<RegistrationRequest> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(body, default, cancellationToken);
            var root = document.RootElement.Clone();
            return root.ValueKind == JsonValueKind.Object
                ? new RegistrationRequest(Text(root, "name"), Text(root, "path"), Check(root), root)
                : new RegistrationRequest(string.Empty, string.Empty, "the body must be a JSON object", root);
        }
        catch (JsonException)
        {
            return new RegistrationRequest(string.Empty, string.Empty, "the body is not JSON", default);
        }
    }

    private static string? Check(JsonElement root)
    {
        foreach (var field in TextFields)
        {
            if (Text(root, field).Length == 0)
            {
                return $"{field} must be a text";
            }
        }

        return root.TryGetProperty("port", out var port) && port.ValueKind == JsonValueKind.Number
            && port.TryGetInt32(out var number) && number is > 0 and <= ushort.MaxValue
            ? null
            : "port must be a number from 1 to 65535";
    }

    private static string Text(JsonElement root, string field) =>
        root.TryGetProperty(field, out var element) && element.ValueKind == JsonValueKind.String
            ? element.GetString()!
            : string.Empty;
}
