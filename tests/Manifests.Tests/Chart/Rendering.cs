using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ApiBridge.LocalStack.Samples;

namespace ApiBridge.Manifests.Tests.Chart;

/// <summary>Brings what kustomize and Helm render to one form: without the labels of each, and with the same names.</summary>
internal static partial class Rendering
{
    private static readonly string[] OwnLabels =
        ["app.kubernetes.io/part-of", "app.kubernetes.io/version", "app.kubernetes.io/instance", "app.kubernetes.io/managed-by", "helm.sh/chart", "release"];

    private static readonly string[] Checksums = ["checksum/settings", "checksum/storage"];

    /// <summary>What the manifests say of a chart's objects.</summary>
    public static SortedDictionary<string, string> OfKustomize(IEnumerable<SampleObject> objects) => Texts(objects.Where(item => item.Kind != "Namespace"), item =>
    {
        // A ConfigMap's name ends in a hash of what is in it; the chart has a checksum in the pods' annotations.
        var json = (JsonObject)JsonNode.Parse(Hash().Replace(item.Json.ToJsonString(), "apibridge-${name}"))!;
        var metadata = json["metadata"]!;
        if (item.Kind == "NetworkPolicy")
        {
            // Names and pods of others may be in a chart's namespace.
            metadata["name"] = $"apibridge-{item.Name}";
            if (json["spec"]!["podSelector"] is JsonObject { Count: 0 })
            {
                json["spec"]!["podSelector"] = new JsonObject
                {
                    ["matchLabels"] = new JsonObject { ["app.kubernetes.io/part-of"] = "apibridge", ["app.kubernetes.io/instance"] = "apibridge" },
                };
            }
        }

        return json;
    });

    /// <summary>What the chart says.</summary>
    public static SortedDictionary<string, string> OfHelm(IEnumerable<SampleObject> objects) => Texts(objects, item =>
    {
        var json = (JsonObject)item.Json.DeepClone();
        foreach (var rule in item.Kind == "PrometheusRule" ? json["spec"]!["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()) : [])
        {
            // A chart's alerts are about its own namespace.
            rule!["expr"] = rule["expr"]!.ToString().Replace("{namespace=\"apibridge\"}", "", StringComparison.Ordinal).Replace("{namespace=\"apibridge\",", "{", StringComparison.Ordinal);
        }

        return json;
    });

    private static SortedDictionary<string, string> Texts(IEnumerable<SampleObject> objects, Func<SampleObject, JsonObject> read)
    {
        SortedDictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach (var item in objects)
        {
            var json = read(item);
            if (item.Kind == "Secret")
            {
                // The key is another one each time.
                json["data"] = new JsonArray([.. ((JsonObject)json["data"]!).Select(entry => JsonValue.Create(entry.Key)).OrderBy(name => name.ToString(), StringComparer.Ordinal)]);
            }

            RemoveOwn(json);
            RemoveOwn(json["spec"]?["template"] as JsonObject);
            texts.Add($"{item.Kind} {json["metadata"]!["namespace"]} {json["metadata"]!["name"]}", Sorted(json)!.ToJsonString(new() { WriteIndented = true }));
        }

        return texts;
    }

    private static void RemoveOwn(JsonObject? json)
    {
        var metadata = json?["metadata"] as JsonObject;
        foreach (var (name, keys) in ((string, string[])[])[("labels", OwnLabels), ("annotations", Checksums)])
        {
            if (metadata?[name] is JsonObject entries)
            {
                Array.ForEach(keys, key => entries.Remove(key));
                if (entries.Count == 0)
                {
                    metadata.Remove(name);
                }
            }
        }
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json.OrderBy(property => property.Key, StringComparer.Ordinal).Select(property => KeyValuePair.Create(property.Key, Sorted(property.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    [GeneratedRegex("apibridge-(?<name>settings|storage)-[2-9b-z]{10}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hash();
}
