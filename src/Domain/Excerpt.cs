namespace ApiBridge.Domain;

/// <summary>What others wrote, fit for a log line or a condition.</summary>
public static class Excerpt
{
    private const int Characters = 80;

    /// <summary>The start of a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>80 characters at most, and an ellipsis where more were; control characters, which may command a terminal, are U+FFFD.</returns>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var start = text.Length > Characters ? string.Concat(text.AsSpan(0, Characters), "…") : text;
        return string.Concat(start.Select(character => char.IsControl(character) ? '\uFFFD' : character));
    }
}
