using System.Globalization;
using System.Text;

namespace ApiBridge.Domain;

/// <summary>What others wrote, fit for a log line, a condition or an Event: cut, and everything in it can be seen.</summary>
/// <remarks>
/// Control characters, which may command a terminal, invisible and bidirectional ones, blanks beyond ASCII and lone surrogates are escapes,
/// like <c>\u200B</c>. No character and no escape is cut in two. An excerpt of an excerpt is the same again.
/// </remarks>
public static class Excerpt
{
    /// <summary>The most that a whole sentence takes, in bytes of UTF-8: a condition's message, or a line that tells of a failure.</summary>
    public const int SentenceBytes = 8 * 1024;

    private const int Characters = 80;
    private const char Ellipsis = '…';
    private const int EllipsisBytes = 3;

    /// <summary>The start of a value.</summary>
    /// <param name="text">The value.</param>
    /// <returns>80 characters at most, and an ellipsis where more were.</returns>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsPlain(text, Characters) ? text : Cut(Shown(text, static _ => 1), Characters, Characters);
    }

    /// <summary>The start of a sentence.</summary>
    /// <param name="text">The sentence, and the values in it.</param>
    /// <param name="bytes">The most that it takes in UTF-8, its ellipsis included, from 3.</param>
    /// <returns>So many bytes at most; it ends in an ellipsis where more were.</returns>
    public static string Of(string text, int bytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsPlain(text, bytes) ? text : Cut(Shown(text, static character => character.Utf8SequenceLength), bytes, bytes - EllipsisBytes);
    }

    private static bool IsPlain(string text, int most) => text.Length <= most && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static string Cut(IEnumerable<(string Shown, int Length)> characters, int most, int mostBeforeEllipsis)
    {
        var excerpt = new StringBuilder();
        var (length, end) = (0, 0);
        foreach (var character in characters)
        {
            length += character.Length;
            if (length > most)
            {
                excerpt.Length = end;
                return excerpt.Append(Ellipsis).ToString();
            }

            excerpt.Append(character.Shown);
            end = length <= mostBeforeEllipsis ? excerpt.Length : end;
        }

        return excerpt.ToString();
    }

    private static IEnumerable<(string Shown, int Length)> Shown(string text, Func<Rune, int> lengthOf)
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
            yield return isHidden ? Escape(character.Value) : (character.ToString(), lengthOf(character));
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
