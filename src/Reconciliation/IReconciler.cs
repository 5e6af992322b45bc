using ApiBridge.Domain;

namespace ApiBridge.Reconciliation;

/// <summary>What is done about an event.</summary>
internal interface IReconciler
{
    /// <summary>Does what an event hints at.</summary>
    /// <param name="apiEvent">The hint; whatever it says, the object itself decides.</param>
    /// <param name="cancellationToken">Ends the work between two steps; the message is then delivered again.</param>
    /// <returns>Whether, and when, to come back; also when the time for one reconcile is up.</returns>
    Task<Outcome> ReconcileAsync(ApiEvent apiEvent, CancellationToken cancellationToken);
}
