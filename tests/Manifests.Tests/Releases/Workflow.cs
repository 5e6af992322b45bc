using ApiBridge.TestServers.Documents;
using YamlDotNet.RepresentationModel;

namespace ApiBridge.Manifests.Tests.Releases;

/// <summary>A workflow of GitHub Actions.</summary>
internal sealed class Workflow
{
    private Workflow(string name, string text, YamlMappingNode root) => (Name, Text, Root) = (name, text, root);

    /// <summary>All that there are.</summary>
    public static IReadOnlyList<Workflow> All { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Root, ".github", "workflows")).Order(StringComparer.Ordinal).Select(Read)];

    public string Name { get; }

    public string Text { get; }

    public YamlMappingNode Root { get; }

    public IEnumerable<(string Name, YamlMappingNode Job)> Jobs =>
        ((YamlMappingNode)Root["jobs"]).Select(job => (job.Key.ToString(), (YamlMappingNode)job.Value));

    /// <summary>The steps of all jobs.</summary>
    public IEnumerable<YamlMappingNode> Steps => Jobs.SelectMany(job => StepsOf(job.Job));

    public static IEnumerable<YamlMappingNode> StepsOf(YamlMappingNode job) =>
        job.Children.TryGetValue("steps", out var steps) ? ((YamlSequenceNode)steps).Cast<YamlMappingNode>() : [];

    public static Workflow Named(string name) => All.Single(workflow => workflow.Name == name);

    /// <summary>A value by its path; empty where there is none.</summary>
    public static string Value(YamlNode node, params IEnumerable<string> path)
    {
        foreach (var name in path)
        {
            if (node is not YamlMappingNode mapping || !mapping.Children.TryGetValue(name, out var child))
            {
                return string.Empty;
            }

            node = child;
        }

        return node.ToString();
    }

    /// <summary>Permissions as <c>contents: read, packages: write</c>; null where they are left to the default.</summary>
    public static string? Permissions(YamlMappingNode node) => node.Children.TryGetValue("permissions", out var permissions)
        ? string.Join(", ", ((YamlMappingNode)permissions).Select(one => $"{one.Key}: {one.Value}").Order(StringComparer.Ordinal))
        : null;

    private static Workflow Read(string file)
    {
        var text = File.ReadAllText(file);
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return new(Path.GetFileNameWithoutExtension(file), text, (YamlMappingNode)yaml.Documents.Single().RootNode);
    }
}
