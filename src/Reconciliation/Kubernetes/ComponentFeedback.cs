namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>How telling a Component went.</summary>
public enum ComponentFeedback
{
    /// <summary>Its entry was written, and agrees now.</summary>
    EntryUpdated,

    /// <summary>Its entry agreed already.</summary>
    EntryUnchanged,

    /// <summary>It has no entry for the API yet: the Component operator writes it after it created the API.</summary>
    EntryPending,

    /// <summary>There is no such Component.</summary>
    ComponentNotFound,
}
