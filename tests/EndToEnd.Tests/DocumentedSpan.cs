using System.Text.RegularExpressions;

namespace ApiBridge.EndToEnd.Tests;

/// <summary>A row of the table of spans in docs/observability.md.</summary>
/// <param name="Names">Its names, with words in <c>&lt;&gt;</c> for what is different each time.</param>
/// <param name="Service">The program, by its <c>service.name</c>.</param>
/// <param name="Kind">The span's kind.</param>
/// <param name="Parents">The first words of the spans that it may be a part of; none where it begins a trace.</param>
/// <param name="Always">The attributes that every such span has.</param>
/// <param name="Sometimes">Those that it may have.</param>
internal sealed partial record DocumentedSpan(
    IReadOnlyList<string> Names, string Service, string Kind, IReadOnlyList<string> Parents, IReadOnlyList<string> Always, IReadOnlyList<string> Sometimes)
{
    /// <summary>The rows.</summary>
    public static IReadOnlyList<DocumentedSpan> All { get; } = [.. Read()];

    /// <summary>Whether a span has one of its names.</summary>
    public bool Means(string name) => Names.Any(pattern =>
        Regex.IsMatch(name, $"^{Placeholder().Replace(pattern, @"\S+")}$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));

    private static IEnumerable<DocumentedSpan> Read()
    {
        var section = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "observability.md")).Split("\n## The spans\n")[1];
        foreach (var cells in section.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|', StringSplitOptions.TrimEntries)))
        {
            yield return new(
                Code(cells[1]), cells[2] == "bridge" ? "apibridge-eventbridge" : "apibridge-functions", cells[3], Code(cells[4]), Code(cells[5]), Code(cells[6]));
        }
    }

    private static List<string> Code(string cell) => [.. Quoted().Matches(cell).Select(match => match.Groups["code"].Value)];

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex("<[A-Za-z]+>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
