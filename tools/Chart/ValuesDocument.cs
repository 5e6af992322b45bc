using System.Text.RegularExpressions;

namespace ApiBridge.Chart;

/// <summary>Writes <c>values.yaml</c> and the README's table.</summary>
/// <param name="schema">What values there are.</param>
/// <param name="defaults">The defaults that the manifests give.</param>
internal sealed partial class ValuesDocument(ValuesSchema schema, Defaults defaults)
{
    private const int LongestLine = 140;
    private const string Settings = "settings";

    private readonly List<string> _lines = [];
    private readonly List<string> _rows = [];

    /// <summary>The text of <c>values.yaml</c>.</summary>
    public string Yaml()
    {
        _lines.Add("# Made by `make chart`: the meanings from values.schema.json, the defaults from there and from the manifests of keda/.");
        Write(string.Empty, 0);
        return string.Join('\n', _lines) + "\n";
    }

    /// <summary>The table's text.</summary>
    public string Table()
    {
        _rows.AddRange(["| value | default | meaning |", "| --- | --- | --- |"]);
        AddRows(string.Empty);
        return string.Join('\n', _rows) + "\n";
    }

    private void Write(string path, int indent)
    {
        foreach (var value in schema.Below(path))
        {
            var margin = new string(' ', indent);
            _lines.AddRange(indent == 0 ? [string.Empty] : []);
            _lines.AddRange(Wrapped(Link().Replace(value.Description, "${text}")).Select(line => $"{margin}# {line}"));
            if (value.Path == Settings)
            {
                _lines.Add($"{margin}{value.Name}:");
                _lines.AddRange(defaults.Below(Settings).Select(name => $"{margin}  {name}: {defaults.Find($"{Settings}.{name}")}"));
            }
            else if (IsLeaf(value))
            {
                _lines.Add($"{margin}{value.Name}: {DefaultOf(value)}");
            }
            else
            {
                _lines.Add($"{margin}{value.Name}:");
                Write(value.Path, indent + 2);
            }
        }
    }

    private void AddRows(string path)
    {
        foreach (var value in schema.Below(path))
        {
            if (value.Path == Settings)
            {
                _rows.Add($"| `{value.Path}` | as in `values.yaml` | {value.Description} |");
            }
            else if (IsLeaf(value))
            {
                _rows.Add($"| `{value.Path}` | `{DefaultOf(value)}` | {value.Description.Replace("|", "\\|", StringComparison.Ordinal)} |");
            }
            else
            {
                AddRows(value.Path);
            }
        }
    }

    private static bool IsLeaf(SchemaValue value) => !value.HasNames || value.Default is not null;

    private string DefaultOf(SchemaValue value) =>
        defaults.Find(value.Path) ?? value.Default ?? throw new ChartException($"values.schema.json: {value.Path} has no default: give it one, or map a field of a manifest to it");

    private static IEnumerable<string> Wrapped(string text)
    {
        var line = string.Empty;
        foreach (var word in text.Split(' '))
        {
            if (line.Length + word.Length >= LongestLine)
            {
                yield return line;
                line = string.Empty;
            }

            line += line.Length == 0 ? word : ' ' + word;
        }

        yield return line;
    }

    // The file has no place that a link could lead to.
    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\([^)]+\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
