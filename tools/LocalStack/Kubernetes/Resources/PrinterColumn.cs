using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Kubernetes.Resources;

/// <summary>A column of <c>kubectl get</c>.</summary>
/// <param name="Name">The heading.</param>
/// <param name="Type">The OpenAPI type of its cells; <c>date</c> cells are shown as an age.</param>
/// <param name="Path">Where the value stands in the object.</param>
/// <param name="Priority">0 is always shown, anything above only with <c>-o wide</c>.</param>
/// <param name="Format">The OpenAPI format, may be empty.</param>
/// <param name="Description">What the column means, may be empty.</param>
/// <param name="Joined">Whether all values at the path are shown, comma-separated, and not the first alone.</param>
internal sealed record PrinterColumn(
    string Name, string Type, JsonPath Path, int Priority = 0, string Format = "", string Description = "",
    bool Joined = false)
{
    /// <summary>The values at the path, first one first.</summary>
    public IEnumerable<JsonNode?> Values(JsonObject body) => Path.Select(body);
}
