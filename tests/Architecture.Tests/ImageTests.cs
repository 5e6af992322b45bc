using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ApiBridge.Architecture.Tests;

/// <summary>The images are built of all that their projects need, and run without root and as process 1.</summary>
public partial class ImageTests
{
    public static TheoryData<string> Published => [.. from path in Repository.Files("src", "Dockerfile").Concat(Repository.Files("tools", "Dockerfile")) select path.Split('/')[1]];

    [Fact]
    public void TheBridgeTheFunctionsAppAndTheLocalStackHaveAnImage() =>
        Assert.Equal(["EventBridge", "Functions", "LocalStack"], Published.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Published))]
    public void WhatIsCopiedIsThereAndNotIgnored(string project)
    {
        var ignored = DockerIgnore.Read();
        Violations.AssertNone(
            from source in Copied(project)
            let missing = !Path.Exists(Path.Combine(Repository.Root, source))
            where missing || ignored.Excludes(source)
            select $"{FolderOf(project)}/Dockerfile copies {source}, which {(missing ? "is not there" : ".dockerignore leaves out")}");
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void WhatTheProjectIsBuiltOfIsCopied(string project)
    {
        var copied = Copied(project).ToList();
        Violations.AssertNone(
            from needed in Needed(project).Concat(["global.json", "Directory.Build.props", "Directory.Packages.props", ".editorconfig", "build/BannedSymbols.txt"])
            where !copied.Exists(source => source == needed || (source.EndsWith('/') && needed.StartsWith(source, StringComparison.Ordinal)))
            select $"{FolderOf(project)}/Dockerfile does not copy {needed}");
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void NoMoreProjectsAreCopiedThanAreReferenced(string project) =>
        Assert.Equal(
            References(project).Select(name => $"{FolderOf(name)}/").Order(StringComparer.Ordinal),
            Copied(project).Where(source => ProjectFolder().IsMatch(source)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Published))]
    public void TheProcessIsNotRootsAndGetsItsSignalsItself(string project)
    {
        var final = Repository.Read($"{FolderOf(project)}/Dockerfile").Split("\nFROM ")[^1];
        var user = Assert.Single(Instruction("USER", final));
        var entryPoint = Assert.Single(Instruction("ENTRYPOINT", final));

        Assert.Matches(@"^(\$APP_UID|1654)$", user);
        Assert.Matches("""^\["/[^" ]+"\]$""", entryPoint);
        Assert.DoesNotContain("ENV ASPNETCORE_URLS=http://+:80 ", final, StringComparison.Ordinal);
        Assert.Equal("8080", Assert.Single(Instruction("EXPOSE", final)));
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void TheImageSaysWhatItIs(string project) =>
        Assert.All(
            ["title", "description", "licenses", "version", "revision"],
            label => Assert.Contains($"org.opencontainers.image.{label}=", Repository.Read($"{FolderOf(project)}/Dockerfile"), StringComparison.Ordinal));

    [Fact]
    public void TheSdkBuildsTheBridgesImageAsTheDockerfileDoes()
    {
        var dockerfile = Repository.Read("src/EventBridge/Dockerfile").Split("\nFROM ")[^1];
        var project = XDocument.Parse(Repository.Read("src/EventBridge/EventBridge.csproj"));

        Assert.Equal(dockerfile.Split('\n')[0].Split('@')[0], project.Descendants("ContainerBaseImage").Single().Value);
        Assert.Equal(Assert.Single(Instruction("EXPOSE", dockerfile)), project.Descendants("ContainerPort").Single().Attribute("Include")!.Value);
        Assert.All(
            project.Descendants("ContainerEnvironmentVariable"),
            variable => Assert.Contains($"{variable.Attribute("Include")!.Value}={variable.Attribute("Value")!.Value}", dockerfile, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Copied(string project) =>
        from arguments in Instruction("COPY", Repository.Read($"{FolderOf(project)}/Dockerfile"))
        where !arguments.StartsWith("--from", StringComparison.Ordinal)
        from source in arguments.Split(' ').SkipLast(1)
        select source;

    /// <summary>Every file that the project and what it references are built of.</summary>
    private static IEnumerable<string> Needed(string project) =>
        from name in References(project)
        let folder = FolderOf(name)
        from file in Repository.Files(folder, "*").Concat(Linked(folder, name))
        select file;

    private static IEnumerable<string> Linked(string folder, string name) =>
        from item in XDocument.Parse(Repository.Read($"{folder}/{name}.csproj")).Descendants("None")
        let include = item.Attribute("Include")?.Value
        where include is not null && item.Attribute("Condition") is null
        select Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, folder, include)).Replace('\\', '/');

    private static IEnumerable<string> References(string project) =>
        Project(project).Projects.SelectMany(References).Prepend(project).Distinct(StringComparer.Ordinal);

    private static string FolderOf(string project) => Project(project).Folder;

    private static ProjectFile Project(string name) => ProjectFile.All.Single(project => string.Equals(project.Name, name, StringComparison.Ordinal));

    private static IEnumerable<string> Instruction(string name, string dockerfile) =>
        InstructionLine().Matches(dockerfile).Where(match => match.Groups["name"].Value == name).Select(match => match.Groups["arguments"].Value.Trim());

    [GeneratedRegex("^(src|tools)/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex ProjectFolder();

    [GeneratedRegex(@"^(?<name>[A-Z]+)\s+(?<arguments>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex InstructionLine();
}
