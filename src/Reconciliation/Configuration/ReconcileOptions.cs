using ApiBridge.Domain.Configuration;

namespace ApiBridge.Reconciliation.Configuration;

/// <summary>How a reconcile goes about its work.</summary>
public sealed record ReconcileOptions : ICheckedOptions
{
    /// <inheritdoc/>
    public static string Section => "ApiBridge:Reconcile";

    /// <summary>How often an object is looked at anew within one message, when it changes under the reconcile. Default 8.</summary>
    public int MaxPasses { get; init; } = 8;

    /// <summary>Whether the old kopf operator's finalizer is dropped when an object is adopted. Default true.</summary>
    public bool DropKopfFinalizer { get; init; } = true;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (MaxPasses is < 2 or > 100)
        {
            yield return $"{Section}:MaxPasses is {MaxPasses}: use 2 to 100";
        }
    }
}
