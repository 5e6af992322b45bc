using System.Text.Json;

namespace ApiBridge.FunctionsHost.Worker;

/// <summary>The requests that start a function.</summary>
/// <param name="Parameter">The function's parameter that takes the request.</param>
/// <param name="Route">Their path, without host.json's prefix.</param>
/// <param name="Methods">Their methods; none stands for all.</param>
/// <param name="NeedsKey">Whether they must carry a key, where the host checks keys.</param>
internal sealed record HttpTriggerBinding(string Parameter, string Route, IReadOnlyList<string> Methods, bool NeedsKey)
{
    public static HttpTriggerBinding Of(JsonElement binding, string function) => new(
        binding.GetProperty("name").GetString()!,
        binding.TryGetProperty("route", out var route) && route.GetString() is { Length: > 0 } given ? given : function,
        binding.TryGetProperty("methods", out var methods) ? [.. methods.EnumerateArray().Select(method => method.GetString()!.ToUpperInvariant())] : [],
        !binding.TryGetProperty("authLevel", out var level) || !string.Equals(level.GetString(), "anonymous", StringComparison.OrdinalIgnoreCase));
}
