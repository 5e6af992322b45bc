namespace ApiBridge.Domain;

/// <summary>Where a namespaced kind of object is served.</summary>
/// <param name="Group">The API group, like <c>oda.tmforum.org</c>.</param>
/// <param name="Version">The version, like <c>v1</c>.</param>
/// <param name="Plural">The resource's plural name, like <c>exposedapis</c>.</param>
public readonly record struct GroupVersionResource(string Group, string Version, string Plural)
{
    /// <summary><c>exposedapis.v1.oda.tmforum.org</c>, as kubectl takes it.</summary>
    public override string ToString() => $"{Plural}.{Version}.{Group}";
}
