using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ApiBridge.LocalStack.Kubernetes.Errors;
using ApiBridge.LocalStack.Kubernetes.Resources;
using ApiBridge.LocalStack.Kubernetes.Storage;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>Which objects of a collection are meant: namespace, <c>labelSelector</c> and <c>fieldSelector</c>.</summary>
internal sealed partial class Selector
{
    private readonly string _namespace;
    private readonly List<Predicate<StoredObject>> _labels = [];
    private readonly List<Predicate<JsonObject>> _fields = [];

    private Selector(string ns) => _namespace = ns;

    /// <summary>Whether labels or fields are asked about.</summary>
    public bool IsSelective { get; private set; }

    /// <exception cref="ApiException">A selector can't be read, or names a field that can't be selected by.</exception>
    public static Selector From(ResourceAddress at, IQueryCollection query)
    {
        var selector = new Selector(at.Namespace);
        var (labels, fields) = (query["labelSelector"].ToString(), query["fieldSelector"].ToString());
        selector.IsSelective = labels.Length > 0 || fields.Length > 0;
        selector._labels.AddRange(LabelTerms(labels));
        selector._fields.AddRange(fields.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(term => FieldTerm(term, at.Type)));
        return selector;
    }

    /// <param name="stored">The object.</param>
    /// <param name="served">What the request's version shows of it.</param>
    public bool Matches(StoredObject stored, JsonObject served) =>
        (_namespace.Length == 0 || stored.Name.Namespace == _namespace)
        && _labels.TrueForAll(term => term(stored))
        && _fields.TrueForAll(term => term(served));

    private static IEnumerable<Predicate<StoredObject>> LabelTerms(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var match = LabelTermPattern().Match(text, at);
            if (!match.Success)
            {
                throw ApiErrors.BadRequest($"unable to parse requirement: found '{text[at..]}' in label selector '{text}'");
            }

            yield return LabelTerm(match);
            at += match.Length;
        }
    }

    private static Predicate<StoredObject> LabelTerm(Match match)
    {
        var key = match.Groups["key"].Value;
        var values = match.Groups["values"].Value.Split(',', StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);
        Func<string?, bool> holds = match.Groups["op"].Value switch
        {
            "=" or "==" or "in" => value => value is not null && values.Contains(value),
            "!=" or "notin" => value => value is null || !values.Contains(value),
            _ when match.Groups["not"].Success => value => value is null,
            _ => value => value is not null,
        };
        return stored => holds(stored.Labels.GetValueOrDefault(key));
    }

    private static Predicate<JsonObject> FieldTerm(string term, ResourceType type)
    {
        var match = FieldTermPattern().Match(term);
        var field = match.Groups["field"].Value;
        if (!match.Success || !(type.SelectableByAnyField || field is "metadata.name" or "metadata.namespace"))
        {
            throw ApiErrors.BadRequest($"field label not supported: {(match.Success ? field : term)}");
        }

        var path = field.Split('.');
        var (wanted, equal) = (match.Groups["value"].Value, match.Groups["op"].Value != "!=");
        return body =>
            (path.Aggregate((JsonNode?)body, (node, name) => (node as JsonObject)?[name])?.ToString() ?? "") == wanted == equal;
    }

    [GeneratedRegex("""
        \G\s*(?:(?<key>[^\s,=!()]+)\s*(?:(?<op>==|=|!=)\s*(?<values>[^\s,()]*)|\s(?<op>in|notin)\s*\((?<values>[^)]*)\))|(?<not>!)?\s*(?<key>[^\s,=!()]+))\s*(?:,|$)
        """, RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelTermPattern();

    [GeneratedRegex("^(?<field>[^=!]+)(?<op>==|=|!=)(?<value>.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FieldTermPattern();
}
