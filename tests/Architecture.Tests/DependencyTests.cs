using System.Xml.Linq;

namespace ApiBridge.Architecture.Tests;

/// <summary>Arrows between projects run one way: Domain ← Shared ← Reconciliation ← Functions and Administration ← Dashboard ← CommandLine, Shared ← EventBridge ← LocalStack.</summary>
public class DependencyTests
{
    private static readonly Dictionary<string, string[]> MayReference = new(StringComparer.Ordinal)
    {
        ["Domain"] = [],
        ["Shared"] = ["Domain"],
        ["Reconciliation"] = ["Domain", "Shared"],
        ["EventBridge"] = ["Domain", "Shared"],
        ["Functions"] = ["Reconciliation"],
        ["Administration"] = ["Domain", "Reconciliation", "Shared"],
        ["Chart"] = [],
        ["CommandLine"] = ["Administration", "Dashboard", "Domain", "Reconciliation", "Shared"],
        ["Dashboard"] = ["Administration", "Domain", "Shared"],
        ["FunctionsHost"] = [],
        ["LocalStack"] = ["Domain", "EventBridge", "Shared"],
    };

    [Fact]
    public void EveryProjectOfTheProductAndItsToolsHasItsPlaceInTheTable() =>
        Assert.Equal(
            MayReference.Keys.Order(StringComparer.Ordinal), ProjectFile.Sources.Concat(ProjectFile.Tools).Select(project => project.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void ProjectsReferenceOnlyWhatTheyMay() =>
        Assert.All(ProjectFile.Sources.Concat(ProjectFile.Tools), project => Assert.Subset(MayReference[project.Name].ToHashSet(StringComparer.Ordinal), project.Projects.ToHashSet(StringComparer.Ordinal)));

    [Fact]
    public void TheDomainNeedsNoPackage() => Assert.Empty(Source("Domain").Packages);

    [Fact]
    public void OnlyTheSharedAccountOpensTheQueues() => Violations.AssertNone(
        from path in Repository.Files("src", "*.cs")
        where !path.StartsWith("src/Shared/", StringComparison.Ordinal)
        where Repository.Read(path).Contains("new QueueServiceClient(", StringComparison.Ordinal) || Repository.Read(path).Contains("new QueueClient(", StringComparison.Ordinal)
        select $"{path} opens the storage account.");

    [Fact]
    public void TheReflectionBasedKubernetesClientStaysOutOfWhatIsCompiledAheadOfTime() =>
        Assert.Empty(SourcesWith("KubernetesClient").Intersect(["Domain", "EventBridge", "Shared"], StringComparer.Ordinal));

    [Fact]
    public void OnlyTheFunctionsHeadKnowsTheFunctionsWorker() =>
        Assert.All(
            ProjectFile.All.Where(project => !string.Equals(project.Name, "Functions", StringComparison.Ordinal)),
            project => Assert.DoesNotContain(project.Packages, package => package.Contains("Azure.Functions", StringComparison.Ordinal)));

    [Fact]
    public void TheSolutionHoldsEveryProject() =>
        Assert.Equal(
            ProjectFile.All.Select(project => project.Path),
            XDocument.Parse(Repository.Read("ApiBridge.slnx")).Descendants("Project").Select(project => project.Attribute("Path")!.Value).Order(StringComparer.Ordinal));

    [Fact]
    public void TheReflectorTheElectorAndTheWorkQueueKnowNeitherExposedApisNorStorage() => Violations.AssertNone(
        from path in Repository.Files("src/EventBridge/Watching", "*.cs")
            .Concat(Repository.Files("src/EventBridge/Leadership", "*.cs"))
            .Concat(["src/EventBridge/Queueing/WorkQueue.cs", "src/EventBridge/Queueing/DelayedKeys.cs", "src/EventBridge/Queueing/RecentKeys.cs"])
        let source = Repository.Read(path)
        from word in (string[])["ExposedApi", "Azure", "ApiEvent"]
        where source.Contains(word, StringComparison.Ordinal)
        select $"{path} speaks of {word}.");

    private static ProjectFile Source(string name) =>
        Assert.Single(ProjectFile.Sources, project => string.Equals(project.Name, name, StringComparison.Ordinal));

    private static IEnumerable<string> SourcesWith(string package) =>
        ProjectFile.Sources.Where(project => project.Packages.Contains(package)).Select(project => project.Name);
}
