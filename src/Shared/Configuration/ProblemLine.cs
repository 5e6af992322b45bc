using System.Text;
using System.Text.RegularExpressions;

namespace ApiBridge.Shared.Configuration;

/// <summary>What is told of a setting, an option or a file that can't be used: one line, not too long, and without secrets.</summary>
public static partial class ProblemLine
{
    // A line names the setting at its beginning and the fix at its end; the value stands between them, however long it is.
    private const int KeptAtEachEnd = 400;

    /// <summary>Makes a line of a text.</summary>
    /// <param name="text">The text, which may repeat what somebody typed.</param>
    /// <returns>
    /// 801 characters at most, with an ellipsis in place of the middle of a longer text. Line ends and other control characters are
    /// spaces, and what a connection string or a signed URL keeps secret is an ellipsis.
    /// </returns>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = Secret().Replace(OneLine(text), "${name}…");
        return line.Length <= (2 * KeptAtEachEnd) + 1 ? line : $"{line.AsSpan(0, KeptAtEachEnd)}…{line.AsSpan(line.Length - KeptAtEachEnd)}";
    }

    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            var shown = char.IsControl(character) || character is '\u2028' or '\u2029' ? ' ' : character;
            if (shown != ' ' || (line.Length > 0 && line[^1] != ' '))
            {
                line.Append(shown);
            }
        }

        return line.ToString().TrimEnd();
    }

    [GeneratedRegex(
        @"(?<name>\b(AccountKey|SharedAccessKey|SharedAccessSignature|sig|password)=)[^;'""\s,…]+",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}
