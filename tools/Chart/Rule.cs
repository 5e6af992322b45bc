namespace ApiBridge.Chart;

/// <summary>How one field is written.</summary>
/// <param name="Kind">What stands in its place.</param>
/// <param name="Argument">The value's path, or what follows <c>include</c>; empty with <see cref="RuleKind.Drop"/> and <see cref="RuleKind.Series"/>.</param>
internal sealed record Rule(RuleKind Kind, string Argument)
{
    /// <summary>Reads the form of <c>mapping.yaml</c>: a kind and its argument.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="ChartException">It is no rule.</exception>
    public static Rule Parse(string text)
    {
        var words = text.Split(' ', 2);
        return Enum.TryParse<RuleKind>(words[0], ignoreCase: true, out var kind) && Enum.IsDefined(kind)
            ? new(kind, words.ElementAtOrDefault(1) ?? string.Empty)
            : throw new ChartException($"mapping.yaml: '{text}' is no rule: begin it with one of {string.Join(", ", Enum.GetNames<RuleKind>()).ToLowerInvariant()}");
    }
}
