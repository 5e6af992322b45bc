using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Retrying;

/// <summary>Where an event waits for its next attempt.</summary>
public interface IRetryQueue
{
    /// <summary>Delivers an event again after a delay.</summary>
    /// <param name="apiEvent">The event.</param>
    /// <param name="delay">How long it stays invisible.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends once the queue holds it.</returns>
    Task EnqueueAsync(ApiEvent apiEvent, TimeSpan delay, CancellationToken cancellationToken);
}
