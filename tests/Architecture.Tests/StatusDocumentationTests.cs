using System.Text.RegularExpressions;

namespace ApiBridge.Architecture.Tests;

/// <summary>docs/status.md says of every reason what it means, and shows what it looks like.</summary>
public sealed partial class StatusDocumentationTests
{
    private static readonly string Document = Repository.Read("docs/status.md");

    private static readonly IReadOnlyList<string> Reasons =
        [.. Constant().Matches(Repository.Read("src/Domain/ConditionReasons.cs")).Select(match => match.Groups["reason"].Value)];

    [Fact]
    public void EveryReasonIsExplained()
    {
        Assert.NotEmpty(Reasons);
        Violations.AssertNone(Reasons.Where(reason => !Document.Contains($"`{reason}`", StringComparison.Ordinal)).Select(reason => $"docs/status.md does not explain {reason}"));
    }

    [Fact]
    public void EveryReasonHasOneExampleAndNoOtherHas() => Assert.Equal(
        Reasons.Order(StringComparer.Ordinal),
        Example().Matches(Document).Select(match => match.Groups["reason"].Value).Order(StringComparer.Ordinal));

    [Fact]
    public void EveryExampleOfAConditionIsWhole() => Assert.All(
        Document.Split("\n\n").Where(block => block.StartsWith("    type: ", StringComparison.Ordinal) && !block.StartsWith("    type: Warning", StringComparison.Ordinal)),
        block => Assert.Matches(@"^    type: \w+\n    status: (""True""|""False""|Unknown)\n    reason: \w+\n    message: "".+""\n    lastTransitionTime: "".+Z""\s*$", block));

    [GeneratedRegex("const string (?<reason>[A-Za-z]+) = \"\\k<reason>\";", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Constant();

    [GeneratedRegex("^    reason: (?<reason>[A-Za-z]+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Example();
}
