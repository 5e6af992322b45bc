using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ApiBridge.LocalStack.Kubernetes.Resources;

/// <summary>
/// The part of kubectl's JSONPath that printer columns use: fields (<c>.a.b</c>, <c>['a/b']</c>, <c>\.</c> escaped), an index,
/// <c>[*]</c> and the filter <c>[?(@.type=="Ready")]</c>.
/// </summary>
internal sealed partial class JsonPath
{
    private readonly List<Func<JsonNode?, IEnumerable<JsonNode?>>> _steps = [];

    private JsonPath()
    {
    }

    /// <exception cref="FormatException">The expression is outside of the supported part.</exception>
    public static JsonPath Parse(string expression)
    {
        var path = new JsonPath();
        var at = 0;
        while (at < expression.Length)
        {
            var match = Step().Match(expression, at);
            if (!match.Success)
            {
                throw new FormatException($"JSONPath \"{expression}\" is not supported from position {at}");
            }

            path._steps.Add(ToStep(match));
            at += match.Length;
        }

        return path;
    }

    public IEnumerable<JsonNode?> Select(JsonNode root) =>
        _steps.Aggregate<Func<JsonNode?, IEnumerable<JsonNode?>>, IEnumerable<JsonNode?>>(
            [root], (nodes, step) => nodes.SelectMany(step));

    private static Func<JsonNode?, IEnumerable<JsonNode?>> ToStep(Match match)
    {
        if (match.Groups["filter"].Success)
        {
            var (key, wanted) = (match.Groups["filter"].Value, match.Groups["value"].Value);
            return node => Items(node).Where(item => item is JsonObject o && o[key]?.ToString() == wanted);
        }

        if (match.Groups["index"].Success)
        {
            var index = int.Parse(match.Groups["index"].Value, CultureInfo.InvariantCulture);
            return node => node is JsonArray list && index < list.Count ? [list[index]] : [];
        }

        if (match.Groups["all"].Success)
        {
            return Items;
        }

        var name = match.Groups["name"].Value.Replace("\\.", ".", StringComparison.Ordinal);
        return node => node is JsonObject o && o.TryGetPropertyValue(name, out var child) && child is not null ? [child] : [];
    }

    private static IEnumerable<JsonNode?> Items(JsonNode? node) => node switch
    {
        JsonArray list => list,
        JsonObject map => map.Select(pair => pair.Value),
        _ => [],
    };

    [GeneratedRegex("""
        \G(?:\[\?\(@\.(?<filter>[^=\s]+)\s*==\s*["'](?<value>[^"']*)["']\)\]|\[(?<index>\d+)\]|(?<all>\[\*\]|\.\*)|\[['"](?<name>[^'"]+)['"]\]|\.(?<name>(?:\\\.|[^.\[\]])+))
        """, RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Step();
}
