using System.Text.Json;

namespace ApiBridge.EventBridge.Watching;

/// <summary>
/// What is there, collected from a stream that begins with it. Changes can come in between, before the bookmark that ends it.
/// (https://kubernetes.io/docs/reference/using-api/api-concepts/#streaming-lists)
/// </summary>
/// <typeparam name="T">What is kept of an object.</typeparam>
internal sealed class InitialEvents<T>
    where T : class
{
    private readonly Dictionary<(string Namespace, string Name), T> _items = [];
    private readonly HashSet<(string Namespace, string Name)> _unreadable = [];

    /// <summary>The objects so far.</summary>
    /// <param name="version">The version that they are of.</param>
    public Listing<T> At(string version) => new(_items.Values, _unreadable, version);

    /// <summary>Takes a line.</summary>
    /// <returns>Whether it was the last.</returns>
    /// <exception cref="JsonException">The server does not mark the end: it only watches.</exception>
    public bool Take(WatchEvent<T> line)
    {
        _unreadable.Remove(line.Name);
        if (line is { IsUnreadable: true, Type: not WatchEventType.Deleted })
        {
            _unreadable.Add(line.Name);
        }

        switch (line)
        {
            case { Type: WatchEventType.Bookmark, EndsInitialEvents: false }:
                throw new JsonException("The watch began without telling all that is there.");
            case { Type: WatchEventType.Added or WatchEventType.Modified, Item: { } item }:
                _items[line.Name] = item;
                break;
            case { Type: WatchEventType.Bookmark }:
                break;
            default:
                _items.Remove(line.Name);
                break;
        }

        return line.EndsInitialEvents;
    }
}
