using System.Text.RegularExpressions;

namespace ApiBridge.Manifests.Tests.Releases;

/// <summary>The workflows run nobody else's code but what was looked at, and may do no more than they have to.</summary>
public sealed partial class WorkflowTests
{
    // Who may write what: the registry's packages, and the identity by which nuget.org knows the workflow.
    private static readonly Dictionary<string, string> Permissions = new(StringComparer.Ordinal)
    {
        ["ci/test"] = "contents: read",
        ["release/version"] = "contents: read",
        ["release/test"] = "contents: read",
        ["release/images"] = "contents: read, packages: write",
        ["release/manifests"] = "packages: write",
        ["release/chart"] = "contents: read, packages: write",
        ["release/tool"] = "contents: read, id-token: write",
    };

    [Fact]
    public void EveryActionIsPinnedByItsCommitAndSaysItsVersion()
    {
        var uses = Workflow.All.SelectMany(workflow => Uses().Matches(workflow.Text)).Select(match => match.Groups["action"].Value.Trim()).ToList();

        Assert.True(uses.Count > 10);
        Assert.All(uses, action => Assert.Matches(@"^(\./\.github/workflows/[a-z]+\.yml|[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$", action));

        // One action has one version everywhere.
        Assert.All(uses.Distinct(StringComparer.Ordinal).GroupBy(action => action.Split('@')[0], StringComparer.Ordinal), versions => Assert.Single(versions));
    }

    [Fact]
    public void EveryJobHasThePermissionsThatItNeedsAndNoOther()
    {
        Assert.All(Workflow.All, workflow => Assert.Equal("contents: read", Workflow.Permissions(workflow.Root)));
        Assert.Equal(
            Permissions.Select(job => $"{job.Key}: {job.Value}").Order(StringComparer.Ordinal),
            Workflow.All.SelectMany(workflow => workflow.Jobs.Select(job => $"{workflow.Name}/{job.Name}: {Workflow.Permissions(job.Job)}")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryJobEndsAndKeepsNoCredentialInTheCheckout()
    {
        Assert.All(
            Workflow.All.SelectMany(workflow => workflow.Jobs).Where(job => Workflow.Value(job.Job, "uses").Length == 0),
            job => Assert.NotEmpty(Workflow.Value(job.Job, "timeout-minutes")));
        Assert.All(
            Workflow.All.SelectMany(workflow => workflow.Steps).Where(step => Workflow.Value(step, "uses").StartsWith("actions/checkout@", StringComparison.Ordinal)),
            step => Assert.Equal("false", Workflow.Value(step, "with", "persist-credentials")));
    }

    // What a tag or a branch is called is data; in a script it would be code.
    [Fact]
    public void NoScriptHasTextPutInToIt() => Assert.All(
        Workflow.All.SelectMany(workflow => workflow.Steps),
        step => Assert.DoesNotContain("${{", Workflow.Value(step, "run"), StringComparison.Ordinal));

    [Fact]
    public void NothingButATagOfAVersionReleases()
    {
        Assert.Contains("\non:\n  push:\n    tags: [\"v*\"]\npermissions:", Workflow.Named("release").Text, StringComparison.Ordinal);
        Assert.All(
            Workflow.Named("release").Jobs.Where(job => job.Name is not ("version" or "test")),
            job => Assert.Contains("version", Workflow.Value(job.Job, "needs"), StringComparison.Ordinal));
    }

    [Fact]
    public void EveryImageIsBuiltForBothPlatformsOnTheirOwnMachinesWithSbomAndProvenance()
    {
        var job = Workflow.Named("release").Jobs.Single(job => job.Name == "images").Job;
        var build = Workflow.StepsOf(job).Single(step => Workflow.Value(step, "uses").StartsWith("docker/build-push-action@", StringComparison.Ordinal));

        Assert.Equal(("true", "mode=max"), (Workflow.Value(build, "with", "sbom"), Workflow.Value(build, "with", "provenance")));
        Assert.Contains("VERSION=", Workflow.Value(build, "with", "build-args"), StringComparison.Ordinal);
        Assert.Contains("steps.bases.outputs.contexts", Workflow.Value(build, "with", "build-contexts"), StringComparison.Ordinal);
        Assert.Contains("{ name: linux/amd64, runner: ubuntu-24.04 }", Workflow.Named("release").Text, StringComparison.Ordinal);
        Assert.Contains("{ name: linux/arm64, runner: ubuntu-24.04-arm }", Workflow.Named("release").Text, StringComparison.Ordinal);
        Assert.Equal(
            Dockerfiles.All.Order(StringComparer.Ordinal),
            DockerfileOfImage().Matches(Workflow.Named("release").Text).Select(match => match.Groups["file"].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheChartIsPackedByTheReleasesScriptAndTheHelmOfTheTests()
    {
        var steps = Workflow.StepsOf(Workflow.Named("release").Jobs.Single(job => job.Name == "chart").Job).Select(step => Workflow.Value(step, "run"));

        var run = Assert.Single(steps, step => step.Contains("helm", StringComparison.Ordinal));
        Assert.Equal(
            ["build/tools/helm.sh", "build/release/chart.sh", "helm registry login", "helm push"],
            ((string[])["helm push", "build/release/chart.sh", "build/tools/helm.sh", "helm registry login"]).OrderBy(part => run.IndexOf(part, StringComparison.Ordinal)));
        Assert.DoesNotContain("helm package", run, StringComparison.Ordinal);
        Assert.Contains("manifests", Workflow.Value(Workflow.Named("release").Jobs.Single(job => job.Name == "chart").Job, "needs"), StringComparison.Ordinal);
    }

    // What a run that failed has left is there, and may be written again.
    [Fact]
    public void AReleaseMayBeRunAgain() => Assert.All(
        Workflow.All.SelectMany(workflow => workflow.Steps).Where(step => Workflow.Value(step, "uses").StartsWith("actions/upload-artifact@", StringComparison.Ordinal) && Workflow.Value(step, "with", "name").StartsWith("digests-", StringComparison.Ordinal)),
        step => Assert.Equal(("true", "30"), (Workflow.Value(step, "with", "overwrite"), Workflow.Value(step, "with", "retention-days"))));

    [GeneratedRegex(@"^\s*(- )?uses: (?<action>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Uses();

    [GeneratedRegex(@"\{ name: [a-z]+, file: (?<file>\S+) \}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DockerfileOfImage();
}
