namespace ApiBridge.Reconciliation.Configuration;

/// <summary>Which custom resource carries the APIs.</summary>
public sealed record ResourceOptions : ICheckedOptions
{
    /// <inheritdoc/>
    public static string Section => "ApiBridge:Resource";

    /// <summary>The API group. Default <c>oda.tmforum.org</c>.</summary>
    public string Group { get; init; } = "oda.tmforum.org";

    /// <summary>The version to read and write; empty, the default, lets discovery choose the one that the server prefers.</summary>
    public string Version { get; init; } = string.Empty;

    /// <summary>The plural. Default <c>exposedapis</c>; <c>apis</c> is the older CRD's.</summary>
    public string Plural { get; init; } = "exposedapis";

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (Group.Length == 0)
        {
            yield return $"{Section}:Group is empty: name the CRD's API group, like oda.tmforum.org";
        }

        if (Plural.Length == 0)
        {
            yield return $"{Section}:Plural is empty: name the CRD's plural, like exposedapis";
        }
    }
}
