namespace ApiBridge.FunctionsHost;

/// <summary>What is told of an option, a setting or a file that can't be used: one line, and not too long.</summary>
internal static class ProblemLine
{
    // A line names the setting at its beginning and the fix at its end; the value stands between them, however long it is.
    private const int KeptAtEachEnd = 400;

    /// <summary>Makes a line of a text: its middle is left out where it is long, and no control character is left in.</summary>
    public static string Of(string text)
    {
        var line = string.Concat(text.ReplaceLineEndings(" ").Select(static character => char.IsControl(character) ? ' ' : character));
        return line.Length <= 2 * KeptAtEachEnd ? line : $"{line.AsSpan(0, KeptAtEachEnd)}…{line.AsSpan(line.Length - KeptAtEachEnd)}";
    }
}
