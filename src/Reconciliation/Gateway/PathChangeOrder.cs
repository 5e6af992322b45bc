namespace ApiBridge.Reconciliation.Gateway;

/// <summary>In which order a changed registration replaces the old one.</summary>
public enum PathChangeOrder
{
    /// <summary>The old goes first: right for a gateway keyed by name, at the price of a moment without the API.</summary>
    RemoveThenCreate,

    /// <summary>The new comes first: no gap, but only on a gateway keyed by path.</summary>
    CreateThenRemove,
}
