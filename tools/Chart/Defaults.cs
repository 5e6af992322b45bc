using YamlDotNet.RepresentationModel;

namespace ApiBridge.Chart;

/// <summary>The values' defaults that the manifests give.</summary>
/// <param name="version">The product's version.</param>
internal sealed class Defaults(string version)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Keeps one, which a second manifest may give too, but not another.</summary>
    /// <param name="path">The value, names with dots between.</param>
    /// <param name="node">Its default.</param>
    public void Add(string path, YamlNode node) => Add(path, Flow(node));

    /// <inheritdoc cref="Add(string, YamlNode)"/>
    /// <param name="path">The value, names with dots between.</param>
    /// <param name="yaml">Its default, on one line.</param>
    public void Add(string path, string yaml)
    {
        if (!_values.TryAdd(path, yaml) && _values[path] != yaml)
        {
            throw new ChartException($"{path} is {_values[path]} in one manifest and {yaml} in another: map them to two values");
        }
    }

    /// <summary>Keeps an image's repository, tag and digest.</summary>
    /// <param name="path">The value, names with dots between.</param>
    /// <param name="image">The image, as a container names it. A tag that is the product's version is left to each release.</param>
    public void AddImage(string path, string image)
    {
        var (name, digest) = image.Split('@') is [var before, var after] ? (before, after) : (image, string.Empty);
        var colon = name.LastIndexOf(':');
        var (repository, tag) = colon > name.LastIndexOf('/') ? (name[..colon], name[(colon + 1)..]) : (name, string.Empty);
        Add(path + ".repository", repository);
        Add(path + ".tag", YamlText.Quoted(tag == version ? string.Empty : tag));
        Add(path + ".digest", YamlText.Quoted(digest));
    }

    /// <summary>A default on one line, or null where no manifest gives it.</summary>
    public string? Find(string path) => _values.GetValueOrDefault(path);

    /// <summary>The names right below a path, in the order in which they were added.</summary>
    public IEnumerable<string> Below(string path) =>
        _values.Keys.Where(key => key.StartsWith(path + ".", StringComparison.Ordinal)).Select(key => key[(path.Length + 1)..]);

    private static string Flow(YamlNode node) => node switch
    {
        YamlMappingNode mapping => $"{{{string.Join(", ", mapping.Children.Select(child => $"{child.Key.Text()}: {Flow(child.Value)}"))}}}",
        YamlSequenceNode sequence => $"[{string.Join(", ", sequence.Select(Flow))}]",
        // A number that Kubernetes wants as text is a number to whoever sets it.
        _ when node.Text() is { Length: > 0 } text && text.All(char.IsAsciiDigit) => text,
        _ => YamlText.Quoted((YamlScalarNode)node, node.Text()),
    };
}
