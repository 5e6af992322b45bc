using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Statuses;

/// <summary>Reads what a spec says of its developer user interface. People click on what comes out.</summary>
internal static class DeveloperUI
{
    /// <summary>
    /// An <c>http</c> or <c>https</c> URL as it is; anything else is a path on the gateway, with or without a slash at its start.
    /// </summary>
    /// <param name="developerUI">What the spec says.</param>
    /// <param name="gateway">scheme://host[:port] of the gateway.</param>
    /// <returns>
    /// The URL; null for another scheme, such as <c>javascript:</c>, for what no URL can hold, what can't be seen, and more than
    /// <see cref="PathRules.MaxLength"/> characters.
    /// </returns>
    public static string? UrlOf(string developerUI, string gateway)
    {
        var text = developerUI.Trim();
        if (text.Length > PathRules.MaxLength || text.Contains(' ', StringComparison.Ordinal) || Excerpt.Of(text, int.MaxValue) != text)
        {
            return null;
        }

        return HasScheme(text)
            ? Uri.TryCreate(text, UriKind.Absolute, out var url) && IsWeb(text) && url.Host.Length > 0 ? text : null
            : $"{gateway}/{WithSingleSlashes(text)}";
    }

    // RFC 3986, section 4.2: what has a colon before its first slash is no relative reference.
    private static bool HasScheme(string text) =>
        text.AsSpan().IndexOfAny(":/?#") is >= 0 and var end && text[end] == ':';

    private static bool IsWeb(string text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    // '//host/x' would lead to another host. The query may well have a URL in it.
    private static string WithSingleSlashes(string text)
    {
        var end = text.AsSpan().IndexOfAny('?', '#') is >= 0 and var found ? found : text.Length;
        var path = text[..end];
        var joined = string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries));
        return (path.EndsWith('/') && joined.Length > 0 ? joined + "/" : joined) + text[end..];
    }
}
