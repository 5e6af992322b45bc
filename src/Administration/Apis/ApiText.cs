using ApiBridge.Domain;

namespace ApiBridge.Administration.Apis;

/// <summary>What is said of an API in a word or two.</summary>
public static class ApiText
{
    /// <summary>What stands where there is nothing.</summary>
    public const string None = "–";

    /// <summary>Its path: that on record, or else that of its spec.</summary>
    public static string Path(ExposedApi api) => api.Status.Registration?.Path ?? api.Spec.Path;

    /// <summary>The entry on record; empty for none.</summary>
    public static string Entry(ExposedApi api) => api.Status.Registration?.Name ?? string.Empty;

    /// <summary>Its gateway and entry on record.</summary>
    public static string Place(ExposedApi api) => (api.Status.Gateway, Entry(api)) switch
    {
        ({ Length: > 0 } gateway, var entry) => $"{Excerpt.Of(gateway)}, entry {Excerpt.Of(entry)}",
        (_, { Length: > 0 } entry) => $"its gateway, entry {Excerpt.Of(entry)}",
        _ => "no gateway on record",
    };

    /// <summary>The status and the reason of a condition; null for one that was never set.</summary>
    public static string? Condition(ExposedApi api, string type) =>
        api.Status.Condition(type) is { } condition ? $"{condition.Status} ({condition.Reason})" : null;

    /// <summary>Why something is not as it should be.</summary>
    public static string Why(Condition condition) => Excerpt.Of($"{condition.Reason}: {condition.Message}", Excerpt.SentenceBytes);

    /// <summary>So many APIs.</summary>
    public static string Count(int count) => count == 1 ? "1 API" : $"{count} APIs";
}
