using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;

namespace ApiBridge.Reconciliation.Statuses;

/// <summary>Writes statuses, where they would change.</summary>
internal sealed class StatusWriter(IExposedApiStore store)
{
    /// <summary>
    /// Writes a draft, and an Event of the policies that it newly says nothing enforces; on request also one of what its Registered condition
    /// newly says.
    /// </summary>
    /// <returns>The object as it is now; null where there was nothing to write.</returns>
    /// <exception cref="ConflictException">The object changed since it was read.</exception>
    public async Task<ExposedApi?> WriteAsync(ExposedApi api, StatusDraft draft, bool warn, CancellationToken cancellationToken)
    {
        var patch = draft.Patch();
        if (patch.Count == 0)
        {
            return null;
        }

        var written = await store.PatchStatusAsync(api, patch, cancellationToken);
        if (warn && draft.ConditionChanged(ConditionTypes.Registered) is { } condition)
        {
            await store.WarnAsync(api, condition.Reason, condition.Message, cancellationToken);
        }

        if (draft.ConditionChanged(ConditionTypes.PoliciesApplied) is { } policies)
        {
            await store.WarnAsync(api, policies.Reason, policies.Message, cancellationToken);
        }

        return written;
    }
}
