using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace ApiBridge.Shared.Kubernetes.Kubeconfig;

/// <summary>A mapping in a kubeconfig, read as kubectl reads it: a field of another type is refused, one that is not known passed over.</summary>
internal sealed class KubeconfigFields
{
    private readonly YamlMappingNode _node;

    /// <param name="node">The mapping.</param>
    /// <param name="place">Where it stands, for errors.</param>
    /// <exception cref="KubeconfigException">It uses what is not supported.</exception>
    public KubeconfigFields(YamlMappingNode node, string place)
    {
        (_node, Place) = (node, place);
        if (node.Children.ContainsKey(new YamlScalarNode("<<")))
        {
            throw new KubeconfigException($"{place} has a merge (<<). Write its fields out.");
        }
    }

    /// <summary>Where it stands.</summary>
    public string Place { get; }

    /// <summary>The same, with a name for its place.</summary>
    public KubeconfigFields At(string place) => new(_node, place);

    /// <summary>A text; empty when it is not there.</summary>
    public string Text(string field) => Find(field) is { } node ? TextOf(node, field) : string.Empty;

    /// <summary>Whether a switch is on; off when it is not there.</summary>
    public bool Flag(string field) => Find(field) is { } node
        && (YamlScalar.Flag(node) ?? throw Refusal(field, "true or false"));

    /// <summary>A PEM in base64; null when it is not there.</summary>
    public string? Data(string field)
    {
        try
        {
            return Text(field) is { Length: > 0 } text ? System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(text)) : null;
        }
        catch (FormatException exception)
        {
            throw new KubeconfigException($"{Place} has a {field} that is no base64.", exception);
        }
    }

    /// <summary>A mapping; null when it is not there.</summary>
    public KubeconfigFields? Child(string field) => Find(field) switch
    {
        null => null,
        YamlMappingNode child => new(child, $"{Place}.{field}"),
        _ => throw Refusal(field, "a mapping"),
    };

    /// <summary>A list of mappings; empty when it is not there.</summary>
    public IReadOnlyList<KubeconfigFields> Items(string field) =>
    [
        .. List(field).Select((item, index) => item is YamlMappingNode mapping
            ? new KubeconfigFields(mapping, $"{Place}.{field}[{index}]")
            : throw Refusal(field, "a list of mappings")),
    ];

    /// <summary>A list of texts; empty when it is not there.</summary>
    public IReadOnlyList<string> Texts(string field) => [.. List(field).Select(item => TextOf(item, field))];

    /// <summary>A mapping of lists of texts; empty when it is not there.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> TextLists(string field)
    {
        var lists = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (Child(field) is { } child)
        {
            foreach (var key in child._node.Children.Keys)
            {
                if (key is not YamlScalarNode { Value: { } name } || !lists.TryAdd(name, child.Texts(name)))
                {
                    throw Refusal(field, "a mapping of lists, in which each key is a text of its own");
                }
            }
        }

        return lists;
    }

    /// <summary>Writes a field's value as JSON, whatever it is; nothing when it is not there.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="name">The name that it gets there.</param>
    /// <param name="field">The field.</param>
    public void WriteTo(Utf8JsonWriter json, string name, string field)
    {
        if (Find(field) is { } node)
        {
            json.WritePropertyName(name);
            YamlScalar.Write(json, node);
        }
    }

    private IEnumerable<YamlNode> List(string field) => Find(field) switch
    {
        null => [],
        YamlSequenceNode list => list.Children,
        _ => throw Refusal(field, "a list"),
    };

    private YamlNode? Find(string field) =>
        _node.Children.TryGetValue(new YamlScalarNode(field), out var node) && !YamlScalar.IsNull(node) ? node : null;

    private string TextOf(YamlNode node, string field) => YamlScalar.Text(node) ?? throw Refusal(field, "a text, in quotes where it looks like something else");

    private KubeconfigException Refusal(string field, string wanted) => new($"{Place} has a {field} of another type. Give it {wanted}.");
}
