using System.Text.RegularExpressions;

namespace ApiBridge.TestServers.Documents;

/// <summary>Finds code in Markdown: fenced blocks, indented blocks of commands, and commands within sentences.</summary>
public static partial class MarkdownCode
{
    /// <summary>The programs that documents call. What begins with another word is no command.</summary>
    private static readonly HashSet<string> Programs = new(StringComparer.Ordinal)
    {
        "apibridge", "az", "cp", "curl", "docker", "dotnet", "export", "func", "git", "helm", "kubectl", "make", "npm", "promtool", "source",
    };

    /// <summary>All code of a document, in order.</summary>
    /// <param name="document">Its path, relative to the repository's root.</param>
    public static IReadOnlyList<DocumentedText> Read(string document) => Find(document, File.ReadAllText(Path.Combine(RepositoryFolder.Root, document)));

    /// <summary>All code of a Markdown text, in order.</summary>
    /// <param name="document">What it is called.</param>
    /// <param name="markdown">The text.</param>
    public static IReadOnlyList<DocumentedText> Find(string document, string markdown)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        List<DocumentedText> found = [];
        var lines = markdown.Split('\n');
        List<string> prose = [];
        for (var at = 0; at < lines.Length; at++)
        {
            var first = at;
            if (Fence().Match(lines[at]) is { Success: true } fence)
            {
                for (at++; at < lines.Length && !lines[at].Trim().StartsWith("```", StringComparison.Ordinal); at++)
                {
                }

                Add(fence.Groups["language"].Value, lines[(first + 1)..Math.Min(at, lines.Length)], first + 2);
            }
            else if (BeginsBlock(lines, at))
            {
                while (at + 1 < lines.Length && lines[at + 1].StartsWith("    ", StringComparison.Ordinal))
                {
                    at++;
                }

                Add("sh", lines[first..(at + 1)], first + 1);
            }
            else
            {
                prose.Add(lines[at]);
                continue;
            }

            prose.AddRange(Enumerable.Repeat(string.Empty, at + 1 - first));
        }

        found.AddRange(InSentences(document, string.Join('\n', prose)));
        return [.. found.OrderBy(code => code.Line)];

        void Add(string language, string[] code, int line)
        {
            var indent = code.Where(text => text.Trim().Length > 0).Select(text => text.Length - text.TrimStart().Length).DefaultIfEmpty().Min();
            found.Add(new(document, line, language, string.Join('\n', code.Select(text => text.Length < indent ? string.Empty : text[indent..]))));
        }
    }

    private static bool BeginsBlock(string[] lines, int at) =>
        lines[at].StartsWith("    ", StringComparison.Ordinal)
        && (at == 0 || lines[at - 1].Trim().Length == 0)
        && IsCommand(lines[at].TrimStart());

    private static bool IsCommand(string text) => text.Split([' ', '\n'], 2)[0] is var word && (Programs.Contains(word) || word.EndsWith(".sh", StringComparison.Ordinal));

    private static IEnumerable<DocumentedText> InSentences(string document, string prose) =>
        from match in Inline().Matches(prose)
        let text = match.Groups["code"].Value
        where text.Contains(' ', StringComparison.Ordinal) && IsCommand(text)
        let line = 1 + prose.AsSpan(0, match.Index).Count('\n')
        select new DocumentedText(document, line, string.Empty, Break().Replace(text, " "));

    [GeneratedRegex(@"^\s*```(?<language>[a-z]*)\s*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fence();

    [GeneratedRegex("(?<!`)`(?<code>[^`]+)`(?!`)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Inline();

    [GeneratedRegex(@"\s*\n\s*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Break();
}
