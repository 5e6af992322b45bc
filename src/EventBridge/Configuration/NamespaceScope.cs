using System.IO.Enumeration;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Configuration;

/// <summary>Which namespaces are looked after, and how they are watched.</summary>
internal sealed class NamespaceScope
{
    private readonly string[] _patterns;

    public NamespaceScope(IOptions<ScopeOptions> options)
    {
        _patterns = options.Value.Namespaces.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Watched = _patterns.Any(pattern => pattern.AsSpan().ContainsAny('*', '?')) ? [null] : [.. _patterns.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>One watch for each: a namespace, or null for the whole cluster.</summary>
    public IReadOnlyList<string?> Watched { get; }

    /// <summary>Whether objects of a namespace are looked after.</summary>
    public bool Includes(string @namespace) =>
        Array.Exists(_patterns, pattern => FileSystemName.MatchesSimpleExpression(pattern, @namespace, ignoreCase: false));
}
