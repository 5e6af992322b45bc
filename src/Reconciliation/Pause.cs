using ApiBridge.Domain;
using ApiBridge.Reconciliation.Entries;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Statuses;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Reconciliation;

/// <summary>Keeps the work on a paused object from being done: it is told on the object, and what this worker alone knows is noted there.</summary>
internal sealed class Pause(IExposedApiStore store, GatewayEntries entries, TimeProvider time, ILogger<Pause> logger)
{
    /// <summary>
    /// Whether a message is about the entry of an earlier object of the name, and one that is paused from birth has no part in it: nobody adopted it,
    /// and nothing was registered for it.
    /// </summary>
    public static bool IsFreeOf(ExposedApi api, ApiEvent apiEvent, OwnEntry entry) =>
        apiEvent.IsAboutDeletion
        && apiEvent.IsAboutNamesakeOf(api)
        && entry.UnrecordedWrites == 0
        && api is { IsHeld: false, Status: { IsOwn: false, Registration: null } };

    /// <summary>Ends the work on <paramref name="api"/>.</summary>
    /// <param name="api">The living object, which is paused.</param>
    /// <param name="apiEvent">Why it was looked at.</param>
    /// <param name="entry">What this worker knows of its own entry, which it may have written before the object was paused.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What is left to do.</returns>
    /// <exception cref="ConflictException">The object changed since it was read.</exception>
    public async Task<Outcome> KeepAsync(ExposedApi api, ApiEvent apiEvent, OwnEntry entry, CancellationToken cancellationToken)
    {
        if (apiEvent.IsAboutNamesakeOf(api))
        {
            entry.Doubt();
        }

        var leftover = apiEvent.LeftoverOf(entries);
        var patch = PausedStatus.PatchOf(api, entry.IsUnrecorded, entry.UnrecordedWrites, leftover, time);
        if (patch.Count > 0)
        {
            await store.PatchStatusAsync(api, patch, cancellationToken);
        }

        logger.Paused(api.Key, entry.IsUnrecorded);

        // Without a stamp there is nowhere to note what an earlier object of the name left: its message waits for the end of the pause.
        return leftover is not null && api is { IsHeld: true, Status.IsOwn: false } ? Outcome.Undone(inDoubt: true) : Outcome.Done;
    }
}
