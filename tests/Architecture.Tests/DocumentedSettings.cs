using System.Text.RegularExpressions;

namespace ApiBridge.Architecture.Tests;

/// <summary>The settings of docs/configuration.md, by the names of environment variables.</summary>
internal static partial class DocumentedSettings
{
    /// <summary>Those of the Functions app.</summary>
    public static IReadOnlySet<string> OfTheFunctionsApp { get; } = Of("Shared by the bridge and the Functions app", "The Functions app");

    /// <summary>All of them.</summary>
    public static IReadOnlySet<string> All { get; } = Of("Shared by the bridge and the Functions app", "The bridge", "The Functions app");

    private static HashSet<string> Of(params string[] sections) =>
        sections.SelectMany(section => Names(Section(section))).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static string Section(string title) =>
        Repository.Read("docs/configuration.md").Split("\n## ").Single(section => section.StartsWith(title + "\n", StringComparison.Ordinal));

    // "`A:B:C`, `:D`" stands for A:B:C and A:B:D, and "`A__b`, `__c`" for A__b and A__c.
    private static IEnumerable<string> Names(string section)
    {
        foreach (Match row in Row().Matches(section))
        {
            var parent = string.Empty;
            foreach (var name in Name().Matches(row.Groups["names"].Value).Select(match => match.Groups["name"].Value.Replace(":", "__", StringComparison.Ordinal)))
            {
                var full = name.StartsWith("__", StringComparison.Ordinal) ? parent + name : name;
                parent = full.LastIndexOf("__", StringComparison.Ordinal) is > 0 and var end ? full[..end] : full;
                yield return full;
            }
        }
    }

    [GeneratedRegex(@"^\| (?<names>`[^|]+) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
