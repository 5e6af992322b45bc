using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ApiBridge.TestServers.Documents;

namespace ApiBridge.Manifests.Tests.Releases;

/// <summary>One version everywhere, and images that are built on what was looked at.</summary>
public sealed partial class ReleaseTests
{
    private const string ResolvedAtRelease = "mcr.microsoft.com/azure-functions/dotnet-isolated:4-dotnet-isolated10.0";

    private static string Version => XDocument.Load(Path.Combine(RepositoryFolder.Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    public static TheoryData<string> Files => [.. Dockerfiles.All];

    [Fact]
    public async Task ManifestsAndChartHaveTheVersionOfTheCode()
    {
        var built = await Overlay.BuildAsync("dev", isSingleNamespace: false);

        Assert.All(built.Workloads.Select(workload => workload.Container.Text("image")).Where(image => image.StartsWith("apibridge/", StringComparison.Ordinal)), image => Assert.EndsWith($":{Version}", image, StringComparison.Ordinal));
        Assert.Equal(Version, built.WorkloadOf("apibridge-functions").Labels.GetProperty("app.kubernetes.io/version").GetString());
        var chart = Path.Combine(RepositoryFolder.Root, "charts", "apibridge", "Chart.yaml");
        Assert.All(
            File.Exists(chart) ? await File.ReadAllLinesAsync(chart, TestContext.Current.CancellationToken) : [],
            line => Assert.True(!ChartVersion().IsMatch(line) || line.Split(':')[1].Trim(' ', '"') == Version, line));
    }

    [Theory, MemberData(nameof(Files))]
    public void EveryBaseImageHasADigestOrIsGivenOneByTheRelease(string file) => Assert.All(
        Dockerfiles.Bases(file), image => Assert.True(Digest().IsMatch(image) || image == ResolvedAtRelease, $"{file}: {image}"));

    [Fact]
    public void ImagesOfOthersInTheManifestsHaveADigest()
    {
        var images = Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Root, "keda"), "*.yaml", SearchOption.AllDirectories)
            .SelectMany(file => Image().Matches(File.ReadAllText(file))).Select(match => match.Groups["image"].Value).Where(image => !image.StartsWith("apibridge/", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(images);
        Assert.All(images, image => Assert.Matches(Digest(), image));
    }

    [Fact]
    public void WhatIsPinnedIsKeptCurrent()
    {
        var dependabot = File.ReadAllText(Path.Combine(RepositoryFolder.Root, ".github", "dependabot.yml"));

        Assert.All((string[])["nuget", "github-actions", "docker", "npm"], ecosystem => Assert.Contains($"package-ecosystem: {ecosystem}\n", dependabot, StringComparison.Ordinal));
        Assert.All(Dockerfiles.All, file => Assert.Contains($"/{Path.GetDirectoryName(file)}", dependabot, StringComparison.Ordinal));
        Assert.All(Directories().Matches(dependabot).SelectMany(match => match.Groups["folders"].Value.Split(',')), folder => Assert.True(RepositoryFolder.Has(folder.Trim().TrimStart('/')), folder));
    }

    [Fact]
    public async Task ATagOfTheVersionNamesTheReleaseAndNoOtherDoes()
    {
        var (code, output, _) = await RunAsync("version.sh", [$"v{Version}", "Example-Org/API-Bridge"]);
        var (refused, _, error) = await RunAsync("version.sh", ["v9.9.9", "example/bridge"]);

        Assert.Equal((0, $"version={Version}\nregistry=ghcr.io/example-org/api-bridge\n"), (code, output));
        Assert.Equal(1, refused);
        Assert.Contains("v9.9.9", error, StringComparison.Ordinal);
        Assert.Contains($"tag v{Version}", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linux/amd64", "true")]
    [InlineData("linux/arm64", "false")]
    public async Task ABaseWithoutADigestGetsTheOneThatTheRegistryHasWhereItIsThereForThePlatform(string platform, string buildable)
    {
        using var folder = new TemporaryFolder();
        folder.Script("docker", """[ "$*" = "buildx imagetools inspect --format {{json .Manifest}} example.org/base:1" ] || exit 9; echo '{"digest":"sha256:12ab","manifests":[{"platform":{"os":"linux","architecture":"amd64"}}]}'""");
        var dockerfile = folder.Write("Dockerfile", "FROM --platform=$BUILDPLATFORM example.org/sdk:1@sha256:99 AS build\nFROM example.org/base:1 AS last\nFROM build\nFROM scratch\n");

        var (code, output, error) = await RunAsync("bases.sh", [dockerfile, platform], folder.Path);

        Assert.Equal((0, $"buildable={buildable}\ncontexts<<END\nexample.org/base:1=docker-image://example.org/base:1@sha256:12ab\nEND\n"), (code, output));
        Assert.Equal(buildable == "false", error.Contains(platform, StringComparison.Ordinal));
    }

    // A base of one platform has a manifest and no list; its configuration names the platform.
    [Theory]
    [InlineData("linux/amd64", "true")]
    [InlineData("linux/arm64", "false")]
    public async Task ABaseOfOnePlatformIsThereForThatOne(string platform, string buildable)
    {
        using var folder = new TemporaryFolder();
        folder.Script("docker", """
            case "$*" in
              "buildx imagetools inspect --format {{json .Manifest}} example.org/base:1") echo '{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:12ab"}' ;;
              "buildx imagetools inspect --format {{json .Image}} example.org/base:1@sha256:12ab") echo '{"architecture":"amd64","os":"linux","config":{}}' ;;
              *) exit 9 ;;
            esac
            """);

        var (code, output, error) = await RunAsync("bases.sh", [folder.Write("Dockerfile", "FROM example.org/base:1\n"), platform], folder.Path);

        Assert.Equal((0, $"buildable={buildable}\ncontexts<<END\nexample.org/base:1=docker-image://example.org/base:1@sha256:12ab\nEND\n"), (code, output));
        Assert.Equal(buildable == "false", error.Contains(platform, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ABaseThatSaysForNoPlatformThatItIsThereEndsTheRelease()
    {
        using var folder = new TemporaryFolder();
        folder.Script("docker", """case "$*" in *.Manifest*) echo '{"digest":"sha256:12ab"}' ;; *) echo '{}' ;; esac""");

        var (code, output, error) = await RunAsync("bases.sh", [folder.Write("Dockerfile", "FROM example.org/base:1\n"), "linux/amd64"], folder.Path);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("example.org/base:1 says for no platform", error, StringComparison.Ordinal);
    }

    // An image without digest, and no release.
    [Fact]
    public async Task ABaseThatTheRegistryDoesNotHaveEndsTheRelease()
    {
        using var folder = new TemporaryFolder();
        folder.Script("docker", "echo 'not found' >&2; exit 1");

        var (code, _, _) = await RunAsync("bases.sh", [folder.Write("Dockerfile", "FROM example.org/base:1\n"), "linux/amd64"], folder.Path);

        Assert.NotEqual(0, code);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string script, IEnumerable<string> arguments, string path = "") =>
        await ProcessRun.RunAsync(new ProcessStartInfo("bash", [Path.Combine(RepositoryFolder.Root, "build", "release", script), .. arguments])
        {
            Environment = { ["PATH"] = $"{path}:{Environment.GetEnvironmentVariable("PATH")}" },
        });

    [GeneratedRegex("@sha256:[0-9a-f]{64}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digest();

    [GeneratedRegex("^(version|appVersion):", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ChartVersion();

    [GeneratedRegex(@"^\s*(- )?image: (?<image>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Image();

    [GeneratedRegex(@"director(y|ies): \[?(?<folders>[^\]\n]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Directories();
}
