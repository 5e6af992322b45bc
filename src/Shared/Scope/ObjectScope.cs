namespace ApiBridge.Shared.Scope;

/// <summary>Which ExposedAPIs are looked after: those of some namespaces, with some labels.</summary>
/// <param name="options">The scope, without problems.</param>
public sealed class ObjectScope(ScopeOptions options)
{
    private readonly NamespaceScope _namespaces = new(options);
    private readonly LabelSelector _selector = LabelSelector.Parse(options.LabelSelector);

    /// <summary>Whether any object of a namespace may be looked after.</summary>
    /// <param name="ns">The namespace.</param>
    /// <returns>Whether the namespace is in scope, whatever the labels.</returns>
    public bool Includes(string ns) => _namespaces.Includes(ns);

    /// <summary>Whether an object is looked after.</summary>
    /// <param name="ns">Its namespace.</param>
    /// <param name="labels">All its labels.</param>
    /// <returns>Whether the namespace is in scope and the selector matches the labels.</returns>
    public bool Includes(string ns, IReadOnlyDictionary<string, string> labels) => Includes(ns) && _selector.Matches(labels);
}
