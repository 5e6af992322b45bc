namespace ApiBridge.EventBridge.Tracking;

/// <summary>What an ExposedAPI's status says of whether its Component was told.</summary>
internal enum ComponentWord : byte
{
    /// <summary>Nothing, or there is nobody to tell.</summary>
    None,

    /// <summary>It was.</summary>
    Told,

    /// <summary>It was not: it had no entry for the API. A retry is on its way, for a while.</summary>
    Pending,

    /// <summary>It was not: it was not there.</summary>
    Absent,

    /// <summary>It was not, for another reason.</summary>
    Untold,
}
