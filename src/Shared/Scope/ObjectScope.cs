using ApiBridge.Domain;

namespace ApiBridge.Shared.Scope;

/// <summary>Which ExposedAPIs are looked after: those of some namespaces, with some labels.</summary>
/// <param name="options">The scope, without problems.</param>
public sealed class ObjectScope(ScopeOptions options)
{
    private readonly NamespaceScope _namespaces = new(options);
    private readonly LabelSelector _selector = LabelSelector.Parse(options.LabelSelector);

    /// <summary>The label selector in the one form that all spellings of it have; empty for all objects.</summary>
    public string Selector => _selector.ToString();

    /// <summary>Whether any object of a namespace may be looked after.</summary>
    /// <param name="ns">The namespace.</param>
    /// <returns>Whether the namespace is in scope, whatever the labels.</returns>
    public bool Includes(string ns) => _namespaces.Includes(ns);

    /// <summary>Whether an object is looked after.</summary>
    /// <param name="ns">Its namespace.</param>
    /// <param name="labels">All its labels.</param>
    /// <returns>Whether the namespace is in scope and the selector matches the labels.</returns>
    public bool Includes(string ns, IReadOnlyDictionary<string, string> labels) => Includes(ns) && _selector.Matches(labels);

    /// <summary>Where an object stands.</summary>
    /// <param name="ns">Its namespace.</param>
    /// <param name="labels">All its labels.</param>
    /// <param name="adoptedBy">The selector under which it was adopted; empty for none.</param>
    /// <returns>Leaving only for what was adopted under this very selector: of two that share a namespace each releases its own.</returns>
    public ScopePlace PlaceOf(string ns, IReadOnlyDictionary<string, string> labels, string adoptedBy) =>
        Includes(ns, labels) ? ScopePlace.Inside
        : Includes(ns) && adoptedBy.Length > 0 && adoptedBy == Selector ? ScopePlace.Leaving
        : ScopePlace.Outside;

    /// <summary>Where an object stands.</summary>
    /// <param name="api">The object.</param>
    /// <returns>As for its namespace, labels and annotation.</returns>
    public ScopePlace PlaceOf(ExposedApi api)
    {
        ArgumentNullException.ThrowIfNull(api);
        return PlaceOf(api.Key.Namespace, api.Labels, api.AdoptedBy);
    }
}
