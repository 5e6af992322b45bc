using System.Globalization;
using System.Text;

namespace ApiBridge.Domain;

/// <summary>What others wrote, fit for a log line or a condition.</summary>
public static class Excerpt
{
    private const int Characters = 80;

    /// <summary>The start of a text, in which everything can be seen.</summary>
    /// <param name="text">The text.</param>
    /// <returns>
    /// 80 characters at most, none of them cut, and an ellipsis where more were. Control characters, which may command a terminal,
    /// invisible and bidirectional ones, blanks beyond ASCII and lone surrogates are escapes, like <c>\u200B</c>.
    /// </returns>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var excerpt = new StringBuilder();
        var left = Characters;
        foreach (var (shown, length) in Shown(text))
        {
            left -= length;
            if (left < 0)
            {
                return excerpt.Append('…').ToString();
            }

            excerpt.Append(shown);
        }

        return excerpt.ToString();
    }

    private static IEnumerable<(string Shown, int Length)> Shown(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, at, out var character))
            {
                yield return Escape(text[at++]);
                continue;
            }

            at += character.Utf16SequenceLength;
            var isHidden = InvisibleCharacter.Is(character) || (Rune.IsWhiteSpace(character) && character.Value != ' ');
            yield return isHidden ? Escape(character.Value) : (character.ToString(), 1);
        }
    }

    private static (string Shown, int Length) Escape(int character)
    {
        var escape = character > char.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"\\U{character:X8}")
            : string.Create(CultureInfo.InvariantCulture, $"\\u{character:X4}");
        return (escape, escape.Length);
    }
}
