using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Observing;

/// <summary>Tells what a reconcile would do, by running it on ports that note what it asks for.</summary>
internal sealed class Planner(ExposedApiReconciler reconciler, Observations observations, GatewayEntries entries)
{
    /// <summary>Plans the work on one event.</summary>
    /// <param name="apiEvent">The event.</param>
    /// <param name="known">Objects that are known already, and need not be read; null when none are.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The plan, and what the reconcile would leave to do; no plan where it was not worked on to its end.</returns>
    public async Task<(Plan? Plan, Outcome Outcome)> PlanAsync(
        ApiEvent apiEvent, IReadOnlyDictionary<(string Namespace, string Name), ExposedApi>? known, CancellationToken cancellationToken)
    {
        var seen = observations.Begin(apiEvent.Key, known);
        var outcome = await reconciler.ReconcileAsync(apiEvent, cancellationToken);
        return (outcome.IsUndone ? null : PlanDraft.Of(apiEvent.Key, seen, entries), outcome);
    }
}
