using System.Text.RegularExpressions;

namespace ApiBridge.Architecture.Tests;

/// <summary>The image, the manifests and the documents name the same least version of the Functions host.</summary>
public sealed partial class HostVersionTests
{
    private static readonly string[] Places = ["README.md", "docs/images.md", "docs/operations.md", "keda/base/functions.yaml", "src/Functions/Dockerfile"];

    [Fact]
    public void EveryPlaceNamesTheSameLeastVersion()
    {
        var named = Places.Select(path => (Path: path, Version: Assert.Single(LeastVersion().Matches(Repository.Read(path))).Groups["version"].Value)).ToList();

        Violations.AssertNone(named.Where(place => place.Version != named[0].Version).Select(place => $"{place.Path} says {place.Version}, and {named[0].Path} {named[0].Version}"));
    }

    [Fact]
    public void TheBaseImageIsThatOfTheAppsFramework() => Assert.Contains(
        $"\nFROM mcr.microsoft.com/azure-functions/dotnet-isolated:4-dotnet-isolated{Framework().Match(Repository.Read("Directory.Build.props")).Groups["version"].Value}\n",
        Repository.Read("src/Functions/Dockerfile"),
        StringComparison.Ordinal);

    [GeneratedRegex(@"Functions host (?<version>\d+\.\d+) or newer", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LeastVersion();

    [GeneratedRegex(@"<TargetFramework>net(?<version>[\d.]+)<", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Framework();
}
