using System.Text.RegularExpressions;

namespace ApiBridge.Architecture.Tests;

/// <summary>The documents speak of files that are there.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void EveryLinkLeadsToAFile()
    {
        var dead =
            from document in Repository.Files(".", "*.md")
            from link in Link().Matches(Repository.Read(document))
            let target = link.Groups["target"].Value.Split('#')[0]
            where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
            where !Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(document)!, target))
            select $"{document} links to {target}";

        Violations.AssertNone(dead);
    }

    [Fact]
    public void EveryFileOnTheWayOfAnEventExists()
    {
        var sources = Repository.Files("src", "*.cs").Concat(Repository.Files("tools", "*.cs")).ToList();
        var missing =
            from name in PathOfType().Matches(Repository.Read("docs/architecture.md"))
            let path = name.Groups["path"].Value
            where !sources.Any(source => source.EndsWith($"/{path}.cs", StringComparison.Ordinal))
            select $"docs/architecture.md names {path}";

        Violations.AssertNone(missing);
    }

    [Fact]
    public void EveryFieldCaseNamesTestsThatThereAre()
    {
        var tests = Repository.Files("tests", "*.cs").SelectMany(path => TestMethod().Matches(Repository.Read(path)).Select(match => match.Groups["name"].Value))
            .ToHashSet(StringComparer.Ordinal);
        var unheld =
            from row in Repository.Read("docs/field-cases.md").Split('\n')
            where row.StartsWith("| ", StringComparison.Ordinal) && !row.StartsWith("| situation", StringComparison.Ordinal) && !row.StartsWith("| ---", StringComparison.Ordinal)
            let named = Code().Matches(row.Split(" | ")[^1]).Select(match => match.Groups["code"].Value).ToList()
            where named.Count == 0 || !named.TrueForAll(tests.Contains)
            select $"docs/field-cases.md: {row}";

        Violations.AssertNone(unheld);
    }

    [GeneratedRegex(@"public (async )?(Task|void) (?<name>\w+)\(", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TestMethod();

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex("`(?<path>[A-Z][A-Za-z]+(/[A-Z][A-Za-z]+)+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PathOfType();
}
