namespace ApiBridge.Domain;

/// <summary>Which object is meant: a namespace and a name, and the uid that tells it from a namesake created later.</summary>
/// <param name="Namespace">The object's namespace.</param>
/// <param name="Name">The object's name.</param>
/// <param name="Uid">The object's uid; empty when it is not known.</param>
public readonly record struct ObjectKey(string Namespace, string Name, string Uid)
{
    /// <summary><c>namespace/name</c>, as kubectl and the message's subject spell it.</summary>
    public override string ToString() => $"{Namespace}/{Name}";
}
