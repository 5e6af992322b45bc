namespace ApiBridge.Reconciliation.Observing;

/// <summary>A field that others read and that would change.</summary>
/// <param name="Field">Where it is: below <c>status</c> of the API, or an entry of its Component.</param>
/// <param name="Before">What it says now; null when it is not there.</param>
/// <param name="After">What it would say; null when it would go.</param>
public sealed record FieldChange(string Field, string? Before, string? After)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Field}: {Before ?? "none"} → {After ?? "none"}";
}
