using System.Text.Json;

namespace ApiBridge.EventBridge.Watching;

/// <summary>A line of a watch.</summary>
/// <typeparam name="T">What is kept of an object.</typeparam>
/// <param name="Type">What happened.</param>
/// <param name="Name">Namespace and name of the object; empty in a bookmark.</param>
/// <param name="Item">The object; null in a bookmark, and for what is left out.</param>
/// <param name="Version">The version to go on from once this line is dealt with.</param>
/// <param name="EndsInitialEvents">Whether all that was there when the stream began has come.</param>
internal sealed record WatchEvent<T>(WatchEventType Type, (string Namespace, string Name) Name, T? Item, string Version, bool EndsInitialEvents)
    where T : class
{
    // https://kubernetes.io/docs/reference/using-api/api-concepts/#streaming-lists
    private const string InitialEventsEnd = "k8s.io/initial-events-end";

    /// <summary>Reads a line other than an error.</summary>
    /// <exception cref="JsonException">Its type is unknown.</exception>
    /// <exception cref="KeyNotFoundException">It is no watch event.</exception>
    public static WatchEvent<T> Read(string? type, JsonElement item, Func<JsonElement, T?> read)
    {
        var metadata = item.GetProperty("metadata");
        var version = metadata.GetProperty("resourceVersion").GetString()!;
        return type switch
        {
            "BOOKMARK" => new(WatchEventType.Bookmark, default, null, version, HasEndMark(metadata)),
            "ADDED" => Of(WatchEventType.Added),
            "MODIFIED" => Of(WatchEventType.Modified),
            "DELETED" => Of(WatchEventType.Deleted),
            _ => throw new JsonException($"The watch sent an event of type '{type}'."),
        };

        WatchEvent<T> Of(WatchEventType known) => new(known, NameOf(metadata), read(item), version, EndsInitialEvents: false);
    }

    private static (string Namespace, string Name) NameOf(JsonElement metadata) => (
        metadata.TryGetProperty("namespace", out var @namespace) ? @namespace.GetString()! : string.Empty,
        metadata.GetProperty("name").GetString()!);

    private static bool HasEndMark(JsonElement metadata) =>
        metadata.TryGetProperty("annotations", out var annotations)
        && annotations.TryGetProperty(InitialEventsEnd, out var mark)
        && mark.ValueEquals("true");
}
