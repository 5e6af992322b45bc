using ApiBridge.Domain;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Reconciliation.Observing;

/// <summary>Tells in the log what would be done about an event, a line an event.</summary>
internal sealed class ObservingReconciler(Planner planner, ILogger<ObservingReconciler> logger) : IReconciler
{
    public async Task<Outcome> ReconcileAsync(ApiEvent apiEvent, CancellationToken cancellationToken)
    {
        var (plan, outcome) = await planner.PlanAsync(apiEvent, known: null, cancellationToken);
        if (plan is null)
        {
            return outcome; // The cluster could not be asked: it comes back.
        }

        logger.Planned(
            apiEvent.Key, plan.Would, plan.Why, plan.Entry, plan.Gateway, plan.Path, plan.Url, string.Join("; ", plan.Calls), string.Join("; ", plan.Changes),
            string.Join("; ", plan.Finalizers), plan.Surprises.Count, string.Join("; ", plan.Surprises));
        return Outcome.Done; // What would come back is looked at again when it changes.
    }
}
