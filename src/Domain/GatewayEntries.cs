using System.Collections.Concurrent;

namespace ApiBridge.Domain;

/// <summary>
/// Which entry of which gateway is an object's own. It is computed from the key alone, and no two objects have the same: so a worker can
/// create and remove the entry of its own object, and hit nobody else's.
/// </summary>
public sealed class GatewayEntries
{
    // Forged messages may name any number of namespaces.
    private const int MostAuthorities = 10_000;

    private readonly Func<string, string> _authorityOf;

    // Each look at an object asks for it, and a URL is parsed for the answer.
    private readonly ConcurrentDictionary<string, string> _authorities = new(StringComparer.Ordinal);
    private readonly Func<string, string, bool> _isFormerGateway;
    private readonly Func<string, string?> _namespaceOf;
    private readonly EntryNameTemplate _own;
    private readonly IReadOnlyList<EntryNameTemplate> _former;
    private readonly bool _isShared;

    /// <summary>Takes what the settings say.</summary>
    /// <param name="authorityOf">The authority of a namespace's gateway.</param>
    /// <param name="isFormerGateway">Whether an authority is that of a former gateway of a namespace, on which may be removed.</param>
    /// <param name="namespaceOf">The namespace whose gateway an authority is today; null when it is no namespace's own.</param>
    /// <param name="own">How an entry is named.</param>
    /// <param name="former">How entries were named before.</param>
    /// <param name="isShared">Whether one gateway serves several namespaces.</param>
    public GatewayEntries(
        Func<string, string> authorityOf,
        Func<string, string, bool> isFormerGateway,
        Func<string, string?> namespaceOf,
        EntryNameTemplate own,
        IReadOnlyList<EntryNameTemplate> former,
        bool isShared) =>
        (_authorityOf, _isFormerGateway, _namespaceOf, _own, _former, _isShared) = (authorityOf, isFormerGateway, namespaceOf, own, former, isShared);

    /// <summary>An object's own entry.</summary>
    /// <param name="key">The object.</param>
    public GatewayEntry Of(ObjectKey key) => new(AuthorityOf(key.Namespace), _own.Of(key));

    /// <summary>
    /// Whether an object may have had an entry of that name before. Not if today's names could give it to another object: what is removed
    /// under it could then be that one's.
    /// </summary>
    /// <param name="key">The object.</param>
    /// <param name="name">The entry's name.</param>
    public bool IsFormerName(ObjectKey key, string name) =>
        name != _own.Of(key)
        && _former.Any(template => template.Of(key) == name)
        && !_own.CouldGive(name, _isShared ? null : key.Namespace);

    /// <summary>
    /// Whether what an object may still have may be removed. On a gateway that is another namespace's today not if that one's APIs could
    /// have an entry of that name.
    /// </summary>
    /// <param name="key">The object.</param>
    /// <param name="entry">The entry it had.</param>
    public bool MayRemove(ObjectKey key, GatewayEntry entry) => entry.Gateway == AuthorityOf(key.Namespace)
        ? IsFormerName(key, entry.Name)
        : _isFormerGateway(entry.Gateway, key.Namespace)
            && WasNameOf(key, entry.Name)
            && !(_namespaceOf(entry.Gateway) is { } other && _own.CouldGive(entry.Name, other));

    /// <summary>Whether a name is, or was, given to an object's entry on some gateway.</summary>
    /// <param name="key">The object.</param>
    /// <param name="name">The entry's name.</param>
    public bool WasNameOf(ObjectKey key, string name) => name == _own.Of(key) || _former.Any(template => template.Of(key) == name);

    private string AuthorityOf(string ns) =>
        _authorities.TryGetValue(ns, out var known) ? known
        : _authorities.Count < MostAuthorities ? _authorities.GetOrAdd(ns, _authorityOf)
        : _authorityOf(ns);
}
