namespace ApiBridge.Domain;

/// <summary>Whether a condition holds.</summary>
public enum ConditionStatus
{
    /// <summary>Nobody can tell, or it does not apply.</summary>
    Unknown,

    /// <summary>It holds.</summary>
    True,

    /// <summary>It does not.</summary>
    False,
}
