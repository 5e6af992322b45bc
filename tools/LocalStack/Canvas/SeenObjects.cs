using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Canvas;

/// <summary>What was seen of objects last. The real operator's handlers are called for the fields that they name, and for no other change.</summary>
internal sealed class SeenObjects
{
    private readonly ConcurrentDictionary<(string Plural, string Uid), string> _seen = new();

    /// <summary>Whether there is something in an object for which a handler is called: a Component's spec, an ExposedAPI's spec or state, or that it goes.</summary>
    public bool IsNews(string plural, JsonObject body, bool isGone)
    {
        var key = (plural, CanvasApi.Text(body, "metadata", "uid"));
        if (isGone)
        {
            _seen.TryRemove(key, out _);
            return true;
        }

        var status = plural == CanvasApi.Components ? null : body["status"] as JsonObject;
        var seen = new JsonArray(
            CanvasApi.Text(body, "metadata", "deletionTimestamp"),
            body["spec"]?.DeepClone(),
            status?["apiStatus"]?.DeepClone(),
            status?["implementation"]?.DeepClone()).ToJsonString();
        var isNews = !_seen.TryGetValue(key, out var before) || before != seen;
        _seen[key] = seen;
        return isNews;
    }
}
