using System.Globalization;
using System.Text;

namespace ApiBridge.Domain;

/// <summary>
/// Which paths can be registered: those that the gateway, a proxy before it and the service behind it all read as the same one, whether
/// they decode it or not.
/// </summary>
public static class PathRules
{
    /// <summary>The longest path, in characters of UTF-16: far more than any API has, and far less than servers stop reading at.</summary>
    public const int MaxLength = 2048;

    /// <summary>What has to be done about a path before it can be registered.</summary>
    /// <param name="path">The path, as the spec has it.</param>
    /// <param name="reservedPaths">The gateway's own paths; what equals one or lies below it is refused.</param>
    /// <returns>The fix; null when the path can be registered.</returns>
    public static string? Fix(string path, IReadOnlyList<string> reservedPaths)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(reservedPaths);
        if (path.Length == 0)
        {
            return "give the path under which the gateway exposes the API, like '/orders/v4'";
        }

        if (path[0] != '/')
        {
            return "start it with a slash";
        }

        if (path.Length > MaxLength)
        {
            return string.Create(CultureInfo.InvariantCulture, $"use {MaxLength} characters at most, not {path.Length}");
        }

        var characters = PathCharacter.Of(path);
        return CharacterFix(characters) ?? SegmentFix(characters) ?? ReservedFix(path, reservedPaths);
    }

    private static string? CharacterFix(IReadOnlyList<PathCharacter> characters)
    {
        for (var at = 0; at < characters.Count; at++)
        {
            var (value, spelling) = characters[at];
            var fix = spelling switch
            {
                PathSpelling.LonePercent => "write two hexadecimal digits after each '%', and '%' itself as '%25'",
                PathSpelling.NotUtf8 => "percent-encode characters in UTF-8",
                // U+FFFD is what a decoder leaves of a character that it can't read.
                _ when value == Rune.ReplacementChar => "leave out the broken character",
                PathSpelling.Plain when IsBlank(value) || value.Value is '?' or '#' => "use a plain path, without blanks, '?' or '#'",
                _ when InvisibleCharacter.Is(value) => string.Create(
                    CultureInfo.InvariantCulture, $"leave out the invisible character U+{value.Value:X4}"),
                // '%20' is how a blank is written; the others look like it, and as themselves they are refused, too.
                PathSpelling.Encoded when IsBlank(value) && value.Value != ' ' => "use a plain path, without blanks, '?' or '#'",
                PathSpelling.Plain when value.Value == '\\' => "part it with '/', not with a backslash",
                PathSpelling.Encoded when value.Value is '/' or '\\' => "leave out encoded slashes and backslashes ('%2F', '%5C')",
                // Decoded twice, as by two proxies in a row, it would be another path: '%252e' is a dot then.
                PathSpelling.Encoded when value.Value == '%' && IsHex(characters, at + 1) && IsHex(characters, at + 2) =>
                    "percent-encode once: leave out '%25' before two hexadecimal digits",
                _ => null,
            };
            if (fix is not null)
            {
                return fix;
            }
        }

        return null;
    }

    private static string? SegmentFix(IReadOnlyList<PathCharacter> characters)
    {
        // Nothing but slashes parts it by now. The first segment is before the first slash, and the last may be empty.
        var segments = string.Concat(characters.Select(character => character.Value.ToString())).Split('/');
        return segments.Any(segment => WithoutParameters(segment) is "." or "..") ? "leave out '.' and '..' segments"
            : segments[1..^1].Any(segment => WithoutParameters(segment).Length == 0) ? "leave out empty segments: put one slash between two"
            : null;
    }

    private static string? ReservedFix(string path, IReadOnlyList<string> reservedPaths)
    {
        var segments = Segments(path);
        return reservedPaths.FirstOrDefault(reserved => Segments(reserved) is var own && segments.Take(own.Length).SequenceEqual(own)) is { } found
            ? $"choose another: '{Excerpt.Of(found)}' is the gateway's own (ApiBridge:Gateway:ReservedPaths)"
            : null;
    }

    private static string[] Segments(string path) =>
        [.. ApiPath.Normalise(path).Replace("%3B", ";", StringComparison.Ordinal)
            .Split('/', StringSplitOptions.RemoveEmptyEntries).Select(WithoutParameters)];

    // Servers that know parameters in segments, as of RFC 2396, section 3.3, read '/..;x/' as '/../'.
    private static string WithoutParameters(string segment) => segment.Split(';', 2)[0];

    private static bool IsBlank(Rune value) => Rune.IsWhiteSpace(value) && !InvisibleCharacter.Is(value);

    private static bool IsHex(IReadOnlyList<PathCharacter> characters, int at) =>
        at < characters.Count && characters[at].Value is { IsAscii: true, Value: var value } && char.IsAsciiHexDigit((char)value);
}
