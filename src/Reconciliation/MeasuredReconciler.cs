using ApiBridge.Domain;

namespace ApiBridge.Reconciliation;

/// <summary>Measures the reconciles by what came of them.</summary>
internal sealed class MeasuredReconciler(IReconciler reconciler, TimeProvider time) : IReconciler
{
    /// <summary>The outcome of one that threw: the host delivers its message again.</summary>
    public const string Thrown = "Thrown";

    /// <summary>The outcome of one that the host ended.</summary>
    public const string Cancelled = "Cancelled";

    public async Task<Outcome> ReconcileAsync(ApiEvent apiEvent, CancellationToken cancellationToken)
    {
        var (started, name) = (time.GetTimestamp(), Thrown);
        try
        {
            var outcome = await reconciler.ReconcileAsync(apiEvent, cancellationToken);
            name = outcome.Kind.ToString();
            return outcome;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            name = Cancelled;
            throw;
        }
        finally
        {
            ReconciliationMetrics.Reconciled(name, time.GetElapsedTime(started));
        }
    }
}
