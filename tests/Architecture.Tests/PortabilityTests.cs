using System.Text.RegularExpressions;

namespace ApiBridge.Architecture.Tests;

/// <summary>The repository reads and builds the same on any machine.</summary>
public partial class PortabilityTests
{
    /// <summary>The one file that may look at what lies beside a checkout.</summary>
    private const string CiScript = ".ci/run";

    [Fact]
    public void NoFileNamesAPathOfOneMachine()
    {
        var found =
            from path in Repository.Files(".", "*")
            where !IsUntracked(path)
            from line in File.ReadLines(Path.Combine(Repository.Root, path)).Select((text, index) => (Text: text, Number: index + 1))
            where MachinePath().IsMatch(line.Text) || (BesideTheCheckout().IsMatch(line.Text) && !string.Equals(path, CiScript, StringComparison.Ordinal))
            select $"{path}:{line.Number}: {line.Text.Trim()}";

        Violations.AssertNone(found);
    }

    [Theory]
    [InlineData("cd /work" + "/main", true)]
    [InlineData("\"/root" + "/.nuget\"", true)]
    [InlineData("/home" + "/alice/code", true)]
    [InlineData("C:" + @"\Users\alice", true)]
    [InlineData("AzureWebJobsScriptRoot=/home/site/wwwroot", false)]
    [InlineData("https://example.org/work" + "/item", false)]
    [InlineData(".github/workflows/ci.yml", false)]
    public void PathsOfOneMachineAreToldFromOthers(string text, bool expected) => Assert.Equal(expected, MachinePath().IsMatch(text));

    private static bool IsUntracked(string path) =>
        path is ".git" || path.EndsWith(".user", StringComparison.Ordinal) || path.EndsWith("local.settings.json", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<![\w.~/-])/(work|root|Users|home/(?!site/)\w+)/|[A-Z]:\\Users\\", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"(?<![./])\.\./shared\b", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex BesideTheCheckout();
}
