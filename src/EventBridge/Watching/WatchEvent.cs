using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Watching;

/// <summary>A line of a watch.</summary>
/// <typeparam name="T">What is kept of an object.</typeparam>
/// <param name="Type">What happened.</param>
/// <param name="Name">Namespace and name of the object; empty in a bookmark, and for what does not tell them.</param>
/// <param name="Item">The object; null in a bookmark, and for what is left out.</param>
/// <param name="Version">The version to go on from once this line is dealt with; null for the one of before.</param>
/// <param name="EndsInitialEvents">Whether all that was there when the stream began has come.</param>
internal sealed record WatchEvent<T>(WatchEventType Type, (string Namespace, string Name) Name, T? Item, string? Version, bool EndsInitialEvents)
    where T : class
{
    // https://kubernetes.io/docs/reference/using-api/api-concepts/#streaming-lists
    private const string InitialEventsEnd = "k8s.io/initial-events-end";

    /// <summary>Whether the object is there and can't be read.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>What a server's word for a line means.</summary>
    /// <exception cref="JsonException">It is unknown.</exception>
    public static WatchEventType TypeOf(string type) => type switch
    {
        "BOOKMARK" => WatchEventType.Bookmark,
        "ADDED" => WatchEventType.Added,
        "MODIFIED" => WatchEventType.Modified,
        "DELETED" => WatchEventType.Deleted,
        _ => throw new JsonException($"The watch sent an event of type '{Excerpt.Of(type)}'."),
    };

    /// <summary>Reads a bookmark.</summary>
    /// <exception cref="JsonException">It names no version.</exception>
    public static WatchEvent<T> Bookmark(JsonElement item)
    {
        var metadata = item.Child("metadata");
        return metadata.Text("resourceVersion") is { Length: > 0 } version
            ? new(WatchEventType.Bookmark, default, null, version, metadata.Child("annotations").Text(InitialEventsEnd) == "true")
            : throw new JsonException("The watch sent a bookmark without a version.");
    }
}
