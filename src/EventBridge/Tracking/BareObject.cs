using System.Text.Json;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.EventBridge.Tracking;

/// <summary>An object of which nothing can be read but what it is called.</summary>
internal static class BareObject
{
    /// <summary>The object with its name alone.</summary>
    /// <returns>UTF-8 JSON.</returns>
    public static ReadOnlyMemory<byte> Of(UnreadableObject found)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("metadata");
            writer.WriteString("namespace", found.Namespace);
            writer.WriteString("name", found.Name);
            writer.WriteString("uid", found.Uid);
            writer.WriteString("resourceVersion", found.ResourceVersion);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
