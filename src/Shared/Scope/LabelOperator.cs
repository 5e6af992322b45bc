namespace ApiBridge.Shared.Scope;

/// <summary>What is required of a label.</summary>
internal enum LabelOperator
{
    /// <summary>It is there.</summary>
    Exists,

    /// <summary>It is not there.</summary>
    IsAbsent,

    /// <summary>It is there with one of the values.</summary>
    In,

    /// <summary>It is not there, or with none of the values.</summary>
    NotIn,

    /// <summary>It is there with a whole number that is greater than the value.</summary>
    GreaterThan,

    /// <summary>It is there with a whole number that is less than the value.</summary>
    LessThan,
}
