using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ApiBridge.Chart;

/// <summary>Writes one object of a manifest as a part of a template.</summary>
internal sealed partial class TemplateWriter
{
    private const string OwnNamespace = "{{ $.Release.Namespace | quote }}";

    private static readonly string[] ClusterScoped = ["ClusterRole", "ClusterRoleBinding"];

    private readonly Mapping _mapping;
    private readonly Defaults _defaults;
    private readonly ManifestFile _file;
    private readonly string _kind;
    private readonly string _owner;
    private List<string> _lines = [];

    private TemplateWriter(Mapping mapping, Defaults defaults, ManifestFile file, YamlMappingNode manifest)
    {
        (_mapping, _defaults, _file) = (mapping, defaults, file);
        _kind = manifest.Text("kind") ?? string.Empty;
        _owner = $"{_kind}/{manifest.Child("metadata")?.Text("name")}";
    }

    /// <summary>The lines of an object.</summary>
    /// <param name="mapping">What stands in the place of which field.</param>
    /// <param name="defaults">Where the defaults of values go.</param>
    /// <param name="file">Where the object stands.</param>
    /// <param name="manifest">The object.</param>
    public static IReadOnlyList<string> Write(Mapping mapping, Defaults defaults, ManifestFile file, YamlMappingNode manifest)
    {
        var writer = new TemplateWriter(mapping, defaults, file, manifest);
        writer.WriteMapping(manifest, string.Empty, 0);
        return writer._lines;
    }

    private void WriteMapping(YamlMappingNode node, string path, int indent)
    {
        foreach (var (key, value) in node.Entries())
        {
            WriteField(key, value, Below(path, key), indent);
        }

        foreach (var (name, rule) in _mapping.Missing(_owner, path, name => node.Child(name) is not null))
        {
            Line(indent, $"{{{{- with include {rule.Argument} }}}}");
            Line(indent, $"{name}:");
            Line(indent + 2, $"{{{{- . | nindent {indent + 2} }}}}");
            Line(indent, "{{- end }}");
        }

        if (Subject().IsMatch(path) && node.Child("namespace") is null)
        {
            Line(indent, $"namespace: {OwnNamespace}");
        }

        if (path == "metadata" && node.Child("labels") is null)
        {
            Line(indent, "labels:");
            WriteAddition("metadata/labels", indent + 2);
        }

        WriteAddition(path, indent);
    }

    private void WriteAddition(string path, int indent)
    {
        if (path == "metadata/labels")
        {
            Insert(indent, "\"apibridge.labels\" $");
        }

        if (_mapping.Find(_owner, path + "/+") is { } rule)
        {
            Line(indent, $"{{{{- with include {rule.Argument} }}}}");
            Line(indent, $"{{{{- . | nindent {indent} }}}}");
            Line(indent, "{{- end }}");
        }
    }

    private void WriteField(string key, YamlNode value, string path, int indent)
    {
        var rule = _mapping.Find(_owner, path) ?? (value is YamlScalarNode ? _mapping.Scalar(key, value.Text()) : null);
        switch (rule?.Kind)
        {
            case null when path == "metadata/namespace":
            case RuleKind.Drop:
                break;
            case RuleKind.Value:
                _defaults.Add(rule.Argument, value);
                WriteValue(key, value, $"$.Values.{rule.Argument}", indent);
                break;
            case RuleKind.Image:
                _defaults.AddImage(rule.Argument, value.Text());
                Line(indent, $"{key}: {{{{ include \"apibridge.image\" (list $ $.Values.{rule.Argument}) }}}}");
                Line(indent, $"{{{{- with include \"apibridge.pullPolicy\" (list $ $.Values.{rule.Argument}) }}}}");
                Line(indent, "imagePullPolicy: {{ . }}");
                Line(indent, "{{- end }}");
                break;
            case RuleKind.Override:
                Line(indent, $"{key}:");
                Line(indent + 2, $"{{{{- if $.Values.{rule.Argument} }}}}");
                Line(indent + 2, $"{{{{- toYaml $.Values.{rule.Argument} | nindent {indent + 2} }}}}");
                Line(indent + 2, "{{- else }}");
                WriteContent(value, path, indent + 2);
                Line(indent + 2, "{{- end }}");
                break;
            case RuleKind.Include or RuleKind.Optional when value is YamlScalarNode:
                Line(indent, $"{key}: {{{{ include {rule.Argument} | quote }}}}");
                break;
            case RuleKind.Link:
                Line(indent, $"{key}: {{{{ print $.Values.{rule.Argument} {YamlText.Quoted(value.Text())} | quote }}}}");
                break;
            case RuleKind.Series:
                WriteBlock(key, value.Text(), indent, line => ReleaseSeries.Of(Named(line)));
                break;
            case RuleKind.Include or RuleKind.Optional:
                Line(indent, $"{key}:");
                Insert(indent + 2, rule.Argument);
                break;
            default:
                WriteUnchanged(key, value, path, indent);
                break;
        }
    }

    private void WriteValue(string key, YamlNode value, string expression, int indent)
    {
        if (value is not YamlScalarNode scalar)
        {
            Line(indent, $"{key}:");
            Line(indent + 2, $"{{{{- toYaml {expression} | nindent {indent + 2} }}}}");
            return;
        }

        var isNumber = scalar.Value is { Length: > 0 } text && text.All(char.IsAsciiDigit);
        var asNumber = isNumber ? " | int64" : string.Empty; // Helm reads numbers as floating ones.
        var inQuotes = isNumber && scalar.Style == ScalarStyle.Plain ? string.Empty : " | quote";
        Line(indent, $"{key}: {{{{ {expression}{asNumber}{inQuotes} }}}}");
    }

    private void WriteUnchanged(string key, YamlNode value, string path, int indent)
    {
        if (value is YamlScalarNode { Style: ScalarStyle.Literal or ScalarStyle.Folded } block)
        {
            WriteBlock(key, block.Value!, indent, Named);
        }
        else if (value is YamlScalarNode scalar)
        {
            Line(indent, $"{key}: {Scalar(scalar, path)}");
            if (path == "metadata/name" && !ClusterScoped.Contains(_kind, StringComparer.Ordinal))
            {
                Line(indent, $"namespace: {(_file.Each is null ? OwnNamespace : "{{ . | quote }}")}");
            }
        }
        else if (value is YamlMappingNode { Children.Count: 0 } or YamlSequenceNode { Children.Count: 0 })
        {
            Line(indent, $"{key}: {(value is YamlMappingNode ? "{}" : "[]")}");
        }
        else
        {
            Line(indent, $"{key}:");
            WriteContent(value, path, value is YamlMappingNode ? indent + 2 : indent);
        }
    }

    private void WriteBlock(string key, string text, int indent, Func<string, string> written)
    {
        Line(indent, text.EndsWith('\n') ? $"{key}: |" : $"{key}: |-");
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            Line(line.Length == 0 ? 0 : indent + 2, written(line));
        }
    }

    private void WriteContent(YamlNode value, string path, int indent)
    {
        if (value is YamlMappingNode mapping)
        {
            WriteMapping(mapping, path, indent);
            return;
        }

        var items = ((YamlSequenceNode)value).Children;
        for (var index = 0; index < items.Count; index++)
        {
            WriteItem(items[index], Below(path, $"{index}"), indent);
        }

        WriteAddition(path, indent);
    }

    private void WriteItem(YamlNode item, string path, int indent)
    {
        if (item is YamlScalarNode scalar)
        {
            Line(indent, $"- {Scalar(scalar, path)}");
            return;
        }

        // The item's first line stands beside its dash.
        var before = _lines;
        _lines = [];
        WriteContent(item, path, indent + 2);
        before.Add($"{new string(' ', indent)}- {_lines[0].TrimStart()}");
        before.AddRange(_lines.Skip(1));
        _lines = before;
    }

    private string Scalar(YamlScalarNode scalar, string path)
    {
        var value = scalar.Value ?? string.Empty;
        var fullName = IsOfTheCluster(path) ? "{{ include \"apibridge.clusterName\" $ }}" : "{{ include \"apibridge.fullname\" $ }}";
        return path switch
        {
            "metadata/name" when value == "apibridge" => fullName.Replace("$ }}", "$ | quote }}", StringComparison.Ordinal),
            "metadata/name" or "roleRef/name" => $"{fullName}-{(value.StartsWith("apibridge-", StringComparison.Ordinal) ? value["apibridge-".Length..] : value)}",
            _ when value == "apibridge" && path.EndsWith("/namespace", StringComparison.Ordinal) => OwnNamespace,
            _ => Named(YamlText.Quoted(scalar, value)),
        };
    }

    // A binding's role is of the cluster where the binding is.
    private bool IsOfTheCluster(string path) => path is "metadata/name" or "roleRef/name" && ClusterScoped.Contains(_kind, StringComparer.Ordinal);

    private void Insert(int indent, string arguments) => Line(indent, $"{{{{- include {arguments} | nindent {indent} }}}}");

    private void Line(int indent, string text) => _lines.Add(new string(' ', indent) + text);

    private static string Below(string path, string name) => path.Length == 0 ? name : $"{path}/{name}";

    // Braces are the manifest's own, such as those of an alert's text. Names of the product's objects begin as the release says.
    private static string Named(string text) =>
        OwnName().Replace(text.Replace("{{", "{{ \"{{\" }}", StringComparison.Ordinal), "{{ include \"apibridge.fullname\" $ }}-");

    [GeneratedRegex(@"(?<![\w./#-])apibridge-(?=[a-z])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OwnName();

    [GeneratedRegex("^subjects/[0-9]+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Subject();
}
