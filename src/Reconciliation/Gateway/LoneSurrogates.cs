using System.Globalization;
using System.Text;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>
/// JSON may have an escape for half a surrogate pair (RFC 8259, section 8.2), which is no character: readers throw at it, each at another time.
/// </summary>
internal static class LoneSurrogates
{
    private const int EscapeLength = 6;
    private const string Replacement = @"\uFFFD";

    /// <summary>A JSON text with U+FFFD in the place of each such escape.</summary>
    /// <param name="json">The text, JSON or not.</param>
    /// <returns>The same text where it has none.</returns>
    public static string Replace(string json)
    {
        StringBuilder? replaced = null;
        var copied = 0;
        for (var at = json.IndexOf('\\', StringComparison.Ordinal); at >= 0 && at < json.Length;)
        {
            var unit = Unit(json, at);
            var isPair = unit is { } high && char.IsHighSurrogate(high) && Unit(json, at + EscapeLength) is { } low && char.IsLowSurrogate(low);
            if (unit is { } half && char.IsSurrogate(half) && !isPair)
            {
                (replaced ??= new()).Append(json, copied, at - copied).Append(Replacement);
                copied = at + EscapeLength;
            }

            // What follows a backslash belongs to it, another backslash too.
            var next = at + (isPair ? 2 * EscapeLength : unit is null ? 2 : EscapeLength);
            at = next < json.Length ? json.IndexOf('\\', next) : -1;
        }

        return replaced?.Append(json, copied, json.Length - copied).ToString() ?? json;
    }

    private static char? Unit(string json, int at) =>
        at + EscapeLength <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
        && ushort.TryParse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
