using System.Text.RegularExpressions;

namespace ApiBridge.Domain;

/// <summary>How the name of an entry on a gateway is made of an object's key: text with <c>{cluster}</c>, <c>{namespace}</c> and <c>{name}</c>.</summary>
public sealed partial class EntryNameTemplate
{
    private const string Cluster = "{cluster}";
    private const string Namespace = "{namespace}";
    private const string Name = "{name}";
    private readonly string _text;
    private readonly string _cluster;
    private readonly List<string> _parts;

    /// <summary>Takes a template that has no problem.</summary>
    /// <param name="text">The template.</param>
    /// <param name="cluster">What <c>{cluster}</c> stands for.</param>
    public EntryNameTemplate(string text, string cluster)
    {
        ArgumentNullException.ThrowIfNull(text);
        (_text, _cluster) = (text, cluster);
        _parts = [.. PartsOf(text)];
    }

    /// <summary>
    /// Whether a dot stands between namespace and name. No namespace holds a dot, so no two objects then have the same entry.
    /// </summary>
    public bool PartsNamespaceAndName
    {
        get
        {
            var (ns, name) = (_parts.IndexOf(Namespace), _parts.IndexOf(Name));
            return ns >= 0 && name >= 0
                && _parts[Math.Min(ns, name)..Math.Max(ns, name)].Any(part => !IsPlaceholder(part) && part.Contains('.', StringComparison.Ordinal));
        }
    }

    /// <summary>What is wrong with the cluster's name, and the fix; null where it does, or is not used.</summary>
    public string? ClusterProblem =>
        !_parts.Contains(Cluster) ? null
        : _cluster.Length == 0 ? "name the cluster, or leave {cluster} out"
        : _cluster.All(IsPlain) ? null
        : "use letters, digits, '.', '-' and '_' for the cluster's name";

    /// <summary>What is wrong with a template, and the fix; null when it can be used.</summary>
    /// <param name="text">The template.</param>
    public static string? ProblemOf(string text)
    {
        var parts = PartsOf(text).ToList();
        return parts.Where(part => !IsPlaceholder(part)).Any(part => !part.All(IsPlain))
            ? "use {cluster}, {namespace} and {name}, and beside them letters, digits, '.', '-' and '_'"
            : !parts.Contains(Name) ? "it gives all APIs of a namespace one name: use {name}, or {namespace}.{name}"
            : parts.Where(IsPlaceholder).Distinct(StringComparer.Ordinal).Count() < parts.Count(IsPlaceholder) ? "use each placeholder once"
            : null;
    }

    /// <summary>The name of an object's entry.</summary>
    /// <param name="key">The object.</param>
    public string Of(ObjectKey key) => string.Concat(_parts.Select(part => part switch
    {
        Cluster => _cluster,
        Namespace => key.Namespace,
        Name => key.Name,
        _ => part,
    }));

    /// <summary>Whether there could be an object whose entry has a name.</summary>
    /// <param name="entry">The entry's name.</param>
    /// <param name="ns">The namespace of the object; null for any.</param>
    public bool CouldGive(string entry, string? ns)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Matches(0, entry, ns);
    }

    /// <summary>The template.</summary>
    public override string ToString() => _text;

    // What a placeholder stands for is tried out. Each stands once only.
    private bool Matches(int index, string rest, string? ns)
    {
        if (index == _parts.Count)
        {
            return rest.Length == 0;
        }

        var fixedText = _parts[index] switch { Cluster => _cluster, Namespace => ns, Name => null, var literal => literal };
        if (fixedText is not null)
        {
            return rest.StartsWith(fixedText, StringComparison.Ordinal) && Matches(index + 1, rest[fixedText.Length..], ns);
        }

        return Enumerable.Range(1, rest.Length).Select(length => rest[..length]).Any(tried => _parts[index] == Namespace
            ? KubernetesName.IsNamespace(tried) && Matches(index + 1, rest[tried.Length..], tried)
            : KubernetesName.IsValid(tried) && Matches(index + 1, rest[tried.Length..], ns));
    }

    // The placeholders, and the text between them.
    private static IEnumerable<string> PartsOf(string text) => Placeholders().Split(text).Where(part => part.Length > 0);

    private static bool IsPlaceholder(string part) => part is Cluster or Namespace or Name;

    private static bool IsPlain(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_';

    [GeneratedRegex(@"(?<placeholder>\{cluster\}|\{namespace\}|\{name\})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholders();
}
