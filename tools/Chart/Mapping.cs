using YamlDotNet.RepresentationModel;

namespace ApiBridge.Chart;

/// <summary>What <c>mapping.yaml</c> says.</summary>
internal sealed class Mapping
{
    private readonly Dictionary<string, Rule> _scalars = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, Rule>> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    private Mapping(YamlMappingNode root)
    {
        Files = [.. root.Items("files").Select(file => new ManifestFile(file.Text("file")!, file.Text("if"), file.Text("each")))];
        Copies = root.Entries("copies").ToDictionary(entry => entry.Key, entry => entry.Value.Text(), StringComparer.Ordinal);
        LeftOut = root.Entries("left-out").Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
        Settings = root.Text("settings") ?? throw new ChartException("mapping.yaml names no settings: name the file of keda/ that holds them");
        foreach (var (key, rule) in root.Entries("scalars"))
        {
            _scalars.Add(key, Rule.Parse(rule.Text()));
        }

        foreach (var (name, fields) in root.Entries("fields"))
        {
            _fields.Add(name, fields.Entries().ToDictionary(field => field.Key, field => Rule.Parse(field.Value.Text()), StringComparer.Ordinal));
        }
    }

    /// <summary>The manifests that become templates.</summary>
    public IReadOnlyList<ManifestFile> Files { get; }

    /// <summary>The files below <c>keda/</c> that the chart has as they are, and their names there.</summary>
    public IReadOnlyDictionary<string, string> Copies { get; }

    /// <summary>The files below <c>keda/</c> that are meant to be missing in the chart.</summary>
    public IReadOnlySet<string> LeftOut { get; }

    /// <summary>The file below <c>keda/</c> with the settings.</summary>
    public string Settings { get; }

    /// <summary>Objects and fields that no manifest has: the mapping is older than they are.</summary>
    public IEnumerable<string> Unused => _fields
        .SelectMany(owner => owner.Value.Where(rule => rule.Value.Kind != RuleKind.Drop).Select(rule => $"{owner.Key} {rule.Key}"))
        .Where(name => !_used.Contains(name));

    /// <summary>Reads it.</summary>
    /// <exception cref="ChartException">It can't be read.</exception>
    public static Mapping Read(string path) => new(YamlFile.Documents(path).Single());

    /// <summary>The rule for a field, if there is one.</summary>
    /// <param name="owner">The object, its kind and name with a slash between.</param>
    /// <param name="path">The field, names and indexes with slashes between.</param>
    public Rule? Find(string owner, string path)
    {
        foreach (var form in _fields.TryGetValue(owner, out var fields) ? (string[])[path, WithoutIndexes(path)] : [])
        {
            if (fields!.TryGetValue(form, out var rule))
            {
                _used.Add($"{owner} {form}");
                return rule;
            }
        }

        return null;
    }

    /// <summary>The rules for fields that the manifest does not have, right below a path.</summary>
    public IEnumerable<(string Name, Rule Rule)> Missing(string owner, string path, Func<string, bool> isThere) =>
        from field in _fields.TryGetValue(owner, out var fields) ? fields : []
        where field.Value.Kind == RuleKind.Optional && field.Key[..field.Key.LastIndexOf('/')] == path
        let name = field.Key[(field.Key.LastIndexOf('/') + 1)..]
        where !isThere(name)
        select (name, Find(owner, field.Key)!);

    /// <summary>The rule for a scalar of this key and value, wherever it stands.</summary>
    public Rule? Scalar(string key, string value) => _scalars.GetValueOrDefault($"{key}={value}");

    private static string WithoutIndexes(string path) =>
        string.Join('/', path.Split('/').Select(part => part.All(char.IsAsciiDigit) ? "*" : part));
}
