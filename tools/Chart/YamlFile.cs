using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ApiBridge.Chart;

/// <summary>Reads YAML.</summary>
internal static class YamlFile
{
    /// <summary>The documents of a file, each a mapping.</summary>
    /// <exception cref="ChartException">It can't be read.</exception>
    public static IReadOnlyList<YamlMappingNode> Documents(string path)
    {
        try
        {
            var stream = new YamlStream();
            using var reader = File.OpenText(path);
            stream.Load(reader);
            return [.. stream.Documents.Select(document => (YamlMappingNode)document.RootNode)];
        }
        catch (Exception exception) when (exception is IOException or YamlException or InvalidCastException)
        {
            throw new ChartException($"{path} can't be read ({exception.Message}): it has to hold YAML, a mapping in each document", exception);
        }
    }

    public static string Text(this YamlNode node) => ((YamlScalarNode)node).Value ?? string.Empty;

    public static YamlNode? Child(this YamlNode node, string name) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null;

    public static string? Text(this YamlNode node, string name) => node.Child(name)?.Text();

    public static IEnumerable<YamlNode> Items(this YamlNode node, string name) => (YamlSequenceNode?)node.Child(name) ?? Enumerable.Empty<YamlNode>();

    public static IEnumerable<KeyValuePair<string, YamlNode>> Entries(this YamlNode? node) =>
        ((YamlMappingNode?)node)?.Children.Select(child => KeyValuePair.Create(child.Key.Text(), child.Value)) ?? [];

    public static IEnumerable<KeyValuePair<string, YamlNode>> Entries(this YamlNode node, string name) => node.Child(name).Entries();
}
