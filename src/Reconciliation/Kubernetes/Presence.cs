namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>Whether an object is there.</summary>
public enum Presence
{
    /// <summary>The API server can't or won't tell.</summary>
    Unknown,

    /// <summary>It is there, and nobody is deleting it.</summary>
    There,

    /// <summary>It is being deleted, which nobody can take back.</summary>
    Terminating,

    /// <summary>There is none of its name.</summary>
    Gone,
}
