using ApiBridge.Domain;
using ApiBridge.Reconciliation.Retrying;

namespace ApiBridge.Simulation.Tests.Workers;

/// <summary>Retries that forget, after a conflict, that what was written to the gateway is in doubt.</summary>
internal sealed class MutatedRetries(IRetryQueue retries, MutatedWork work, Mutant mutant) : IRetryQueue
{
    public Task EnqueueAsync(ApiEvent apiEvent, TimeSpan delay, CancellationToken cancellationToken) =>
        retries.EnqueueAsync(
            mutant is Mutant.SureAfterConflict && work.HadConflict ? apiEvent with { InDoubt = false } : apiEvent, delay, cancellationToken);
}
