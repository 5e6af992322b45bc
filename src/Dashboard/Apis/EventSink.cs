using System.Text.Json;
using ApiBridge.Dashboard.Cluster;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Dashboard.Apis;

/// <summary>Keeps the Events on one API.</summary>
/// <param name="changed">Told of each change.</param>
internal sealed class EventSink(Action changed) : ICollectionSink
{
    private const int Most = 200;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, KubernetesEvent> _events = new(StringComparer.Ordinal);

    // Null while nothing is being listed: what a watch tells is on no list.
    private HashSet<string>? _listed;

    /// <summary>They, the last one first, 200 at most.</summary>
    public IReadOnlyList<KubernetesEvent> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _events.Values.OrderByDescending(one => one.Last).Take(Most)];
            }
        }
    }

    public void BeginList()
    {
        lock (_lock)
        {
            _listed = new(StringComparer.Ordinal);
        }
    }

    public void Take(IReadOnlyList<ReadOnlyMemory<byte>> objects)
    {
        lock (_lock)
        {
            foreach (var one in objects.Select(Read).OfType<KubernetesEvent>())
            {
                _events[one.Id] = one;
                _listed?.Add(one.Id);
            }
        }

        changed();
    }

    public void EndOfList()
    {
        lock (_lock)
        {
            foreach (var gone in _events.Keys.Except(_listed ?? [], StringComparer.Ordinal).ToList())
            {
                _events.Remove(gone);
            }

            _listed = null;
        }

        changed();
    }

    public void Remove(JsonElement last)
    {
        lock (_lock)
        {
            _events.Remove(last.Child("metadata").Text("name"));
        }

        changed();
    }

    // One that can't be read is nothing that could be shown.
    private static KubernetesEvent? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = ObjectJson.Parse(json);
            var root = document.RootElement;
            return new(
                root.Child("metadata").Text("name"),
                Excerpt.Of(root.Text("type")),
                Excerpt.Of(root.Text("reason")),
                Excerpt.Of(root.Text("message"), Excerpt.SentenceBytes),
                Math.Max(1, Math.Max(root.Number("count"), root.Child("series").Number("count"))),
                root.Child("series").Time("lastObservedTime") ?? root.Time("lastTimestamp") ?? root.Time("eventTime") ?? root.Child("metadata").Time("creationTimestamp") ?? default,
                Excerpt.Of(root.Text("reportingComponent") is { Length: > 0 } from ? from : root.Child("source").Text("component")));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
