using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Canvas;

/// <summary>The JSON merge patch (RFC 7396) that makes one object of another.</summary>
internal static class MergeDifference
{
    /// <returns>Null when they are equal.</returns>
    public static JsonObject? Between(JsonObject live, JsonObject wanted)
    {
        var patch = new JsonObject();
        foreach (var (name, _) in live)
        {
            if (!wanted.ContainsKey(name))
            {
                patch[name] = null;
            }
        }

        foreach (var (name, value) in wanted)
        {
            if (live[name] is JsonObject liveChild && value is JsonObject wantedChild)
            {
                if (Between(liveChild, wantedChild) is { } nested)
                {
                    patch[name] = nested;
                }
            }
            else if (!JsonNode.DeepEquals(live[name], value))
            {
                patch[name] = value?.DeepClone();
            }
        }

        return patch.Count == 0 ? null : patch;
    }
}
