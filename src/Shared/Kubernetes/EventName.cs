using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.Shared.Kubernetes;

/// <summary>
/// The name of a Kubernetes Event, made of the object's uid, the reason and the message, so that the same one again, by whichever program, finds
/// itself.
/// </summary>
public static class EventName
{
    // With a dot and a hash after it, it is still a name.
    private const int MaxObjectName = 200;

    /// <summary>Names an Event.</summary>
    /// <param name="key">The object.</param>
    /// <param name="reason">Why, as one CamelCase word.</param>
    /// <param name="message">Why, for people.</param>
    /// <returns>A name that an object can have.</returns>
    public static string Of(ObjectKey key, string reason, string message)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            writer.WriteStringValue(key.Uid);
            writer.WriteStringValue(reason);
            writer.WriteStringValue(message);
            writer.WriteEndArray();
        }

        var name = key.Name.Length > MaxObjectName ? key.Name[..MaxObjectName].TrimEnd('.', '-') : key.Name;
        return $"{name}.{CanonicalJson.Hash(JsonElement.Parse(stream.ToArray()))}";
    }
}
