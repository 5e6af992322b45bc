using YamlDotNet.RepresentationModel;

namespace ApiBridge.Chart;

/// <summary>What of the chart is made from something else.</summary>
public static class ChartFiles
{
    /// <summary>The chart's folder.</summary>
    public const string Folder = "charts/apibridge";

    /// <summary>The folder of the templates that are made, and of nothing else.</summary>
    public const string Templates = $"{Folder}/templates/keda";

    private const string TableBegins = "<!-- values: made by `make chart` -->\n";
    private const string TableEnds = "<!-- end of the values -->\n";

    /// <summary>Makes it.</summary>
    /// <param name="root">The repository's root.</param>
    /// <returns>The files' texts by their paths below the root.</returns>
    /// <exception cref="ChartException">It can't be made.</exception>
    public static IReadOnlyDictionary<string, string> Make(string root)
    {
        var mapping = Mapping.Read(Path.Combine(root, "tools", "Chart", "mapping.yaml"));
        var manifests = Path.Combine(root, "keda");
        CheckAllAreMapped(mapping, manifests);

        var chart = YamlFile.Documents(Path.Combine(root, Folder, "Chart.yaml")).Single();
        var defaults = new Defaults(chart.Text("appVersion") ?? throw new ChartException($"{Folder}/Chart.yaml has no appVersion: give it the product's version"));
        AddSettings(defaults, Path.Combine(manifests, mapping.Settings));

        SortedDictionary<string, string> files = new(StringComparer.Ordinal);
        foreach (var file in mapping.Files)
        {
            files[$"{Templates}/{file.File}"] = Template(mapping, defaults, file, YamlFile.Documents(Path.Combine(manifests, file.File)));
        }

        foreach (var (file, name) in mapping.Copies)
        {
            files[$"{Folder}/files/{name}"] = File.ReadAllText(Path.Combine(manifests, file));
        }

        if (mapping.Unused.FirstOrDefault() is { } unused)
        {
            throw new ChartException($"mapping.yaml: no manifest has {unused}: remove it, or name the field that it became");
        }

        var schema = ValuesSchema.Read(Path.Combine(root, Folder, "values.schema.json"));
        files[$"{Folder}/values.schema.json"] = schema.WithSettings(File.ReadAllText(Path.Combine(root, "docs", "configuration.md")));
        files[$"{Folder}/values.yaml"] = new ValuesDocument(schema, defaults).Yaml();
        files[$"{Folder}/README.md"] = WithTable(File.ReadAllText(Path.Combine(root, Folder, "README.md")), new ValuesDocument(schema, defaults).Table());
        return files;
    }

    private static string Template(Mapping mapping, Defaults defaults, ManifestFile file, IReadOnlyList<YamlMappingNode> documents)
    {
        List<string> lines = [$"{{{{- /* Made from keda/{file.File} by `make chart`: change that, or tools/Chart/mapping.yaml. */ -}}}}"];
        string[] blocks = [.. file.Condition is null ? [] : new[] { $"if {file.Condition}" }, .. file.Each is null ? [] : new[] { $"range {file.Each}" }];
        lines.AddRange(blocks.Select(block => $"{{{{- {block} }}}}"));
        foreach (var document in documents)
        {
            lines.Add("---");
            lines.AddRange(TemplateWriter.Write(mapping, defaults, file, document));
        }

        lines.AddRange(blocks.Select(_ => "{{- end }}"));
        return string.Join('\n', lines) + "\n";
    }

    // A manifest that is new has to be in the chart, or left out on purpose.
    private static void CheckAllAreMapped(Mapping mapping, string manifests)
    {
        var known = mapping.Files.Select(file => file.File).Concat(mapping.LeftOut).ToHashSet(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(manifests, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var file = Path.GetRelativePath(manifests, path).Replace('\\', '/');
            if (Path.GetFileName(file) != "kustomization.yaml" && !known.Contains(file))
            {
                throw new ChartException($"mapping.yaml says nothing of keda/{file}: add it to files, or to left-out with the reason");
            }
        }
    }

    private static void AddSettings(Defaults defaults, string path)
    {
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var end = line.IndexOf('=', StringComparison.Ordinal);
            var value = line[(end + 1)..];
            var isPlain = value is [>= 'a' and <= 'z', ..] && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
            defaults.Add($"settings.{line[..end]}", isPlain ? value : YamlText.Quoted(value));
        }
    }

    private static string WithTable(string text, string table)
    {
        var (begin, end) = (text.IndexOf(TableBegins, StringComparison.Ordinal), text.IndexOf(TableEnds, StringComparison.Ordinal));
        return begin < 0 || end < begin
            ? throw new ChartException($"{Folder}/README.md has no place for the values: write the lines {TableBegins.Trim()} and {TableEnds.Trim()}")
            : $"{text[..(begin + TableBegins.Length)]}{table}{text[end..]}";
    }
}
