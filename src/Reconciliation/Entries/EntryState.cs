namespace ApiBridge.Reconciliation.Entries;

/// <summary>What a worker knows of its object's own entry on the gateway.</summary>
internal enum EntryState
{
    /// <summary>It wrote nothing yet, or the object's record says what it wrote: the record tells.</summary>
    OnRecord,

    /// <summary>Its last write was a creation that was answered, and no record says so yet.</summary>
    Created,

    /// <summary>Its last write was a removal that was answered, and no record says so yet.</summary>
    Removed,

    /// <summary>The entry may hold something that is on no record.</summary>
    InDoubt,
}
