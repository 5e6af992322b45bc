using System.Text.Json.Nodes;
using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Statuses;

/// <summary>The list in a status of what an object may still have elsewhere: <c>apiBridge.left</c>.</summary>
internal static class LeftoverList
{
    /// <summary>The list; null when there is nothing to tell.</summary>
    public static JsonArray? Of(IEnumerable<Leftover> leftovers)
    {
        var list = new JsonArray([.. leftovers.Select(left => new JsonObject
        {
            ["gateway"] = left.Gateway,
            ["spec"] = JsonNode.Parse(left.Registration.ToJson().Span),
        })]);
        return list.Count > 0 ? list : null;
    }
}
