namespace ApiBridge.Chart;

/// <summary>What a template has in the place of a field.</summary>
internal enum RuleKind
{
    /// <summary>A value, whose default is the field's.</summary>
    Value,

    /// <summary>An image, whose default repository and tag are the field's.</summary>
    Image,

    /// <summary>A value where it is set, and else the field.</summary>
    Override,

    /// <summary>What a named template gives.</summary>
    Include,

    /// <summary>A value, with the field behind it.</summary>
    Link,

    /// <summary>An expression of Prometheus, whose series of the product are those of the release's namespace.</summary>
    Series,

    /// <summary>What a named template gives, for a field that the manifest does not have; left out where that is nothing.</summary>
    Optional,

    /// <summary>Nothing.</summary>
    Drop,
}
