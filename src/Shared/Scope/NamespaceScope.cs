using System.IO.Enumeration;
using ApiBridge.Shared.Configuration;

namespace ApiBridge.Shared.Scope;

/// <summary>Which namespaces are looked after, and how they are read.</summary>
public sealed class NamespaceScope
{
    private readonly string[] _patterns;

    /// <summary>Reads the setting.</summary>
    /// <param name="options">The scope, without problems.</param>
    public NamespaceScope(ScopeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _patterns = SettingList.Items(options.Namespaces);
        Watched = _patterns.Any(pattern => pattern.AsSpan().ContainsAny('*', '?')) ? [null] : [.. _patterns.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Whether it is one namespace, whatever there is in the cluster.</summary>
    public bool IsOneNamespace => Watched is [not null];

    /// <summary>One watch, or list, for each: a namespace, or null for the whole cluster.</summary>
    public IReadOnlyList<string?> Watched { get; }

    /// <summary>Whether objects of a namespace are looked after.</summary>
    /// <param name="ns">The namespace.</param>
    /// <returns>Whether a name or a glob matches it.</returns>
    public bool Includes(string ns) =>
        Array.Exists(_patterns, pattern => FileSystemName.MatchesSimpleExpression(pattern, ns, ignoreCase: false));
}
