namespace ApiBridge.Domain;

/// <summary>Which of two objects is the elder: the one that was created earlier, else the one whose namespace/name comes first.</summary>
/// <param name="Created">The object's <c>metadata.creationTimestamp</c>.</param>
/// <param name="Namespace">The object's namespace.</param>
/// <param name="Name">The object's name.</param>
public readonly record struct Seniority(DateTimeOffset Created, string Namespace, string Name) : IComparable<Seniority>
{
    /// <summary>An object's.</summary>
    /// <param name="api">The object.</param>
    public static Seniority Of(ExposedApi api)
    {
        ArgumentNullException.ThrowIfNull(api);
        return new(api.Created, api.Key.Namespace, api.Key.Name);
    }

    /// <inheritdoc/>
    public int CompareTo(Seniority other) => Created != other.Created
        ? Created.CompareTo(other.Created)
        : string.CompareOrdinal($"{Namespace}/{Name}", $"{other.Namespace}/{other.Name}");

    /// <summary>Whether the left one is the elder.</summary>
    public static bool operator <(Seniority left, Seniority right) => left.CompareTo(right) < 0;

    /// <summary>Whether the right one is the elder.</summary>
    public static bool operator >(Seniority left, Seniority right) => left.CompareTo(right) > 0;

    /// <summary>Whether the right one is not the elder.</summary>
    public static bool operator <=(Seniority left, Seniority right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left one is not the elder.</summary>
    public static bool operator >=(Seniority left, Seniority right) => left.CompareTo(right) >= 0;
}
