namespace ApiBridge.Domain;

/// <summary>Tells whether an object's own record says that nothing is left to do for it, so that it costs no message.</summary>
public static class Convergence
{
    /// <summary>The first thing that <paramref name="api"/> still lacks.</summary>
    /// <param name="api">The object.</param>
    /// <param name="entries">Which entry on the gateway is its own.</param>
    /// <param name="implementationReady">Whether its service has a ready endpoint now; null when that is not known.</param>
    /// <param name="gatewayAddress">The address of the gateway's Ingress in its namespace; null or empty when there is none.</param>
    /// <returns>The gap, or null when it is converged.</returns>
    public static ConvergenceGap? Gap(ExposedApi api, GatewayEntries entries, bool? implementationReady, string? gatewayAddress) =>
        Gap(api, StatusProof.Of(api, entries), entries, implementationReady, gatewayAddress);

    /// <summary>The same, where the caller knows what the status proves.</summary>
    /// <param name="api">The object.</param>
    /// <param name="proof">What its status proves.</param>
    /// <param name="entries">Which entry on the gateway is its own.</param>
    /// <param name="implementationReady">Whether its service has a ready endpoint now; null when that is not known.</param>
    /// <param name="gatewayAddress">The address of the gateway's Ingress in its namespace; null or empty when there is none.</param>
    /// <returns>The gap, or null when it is converged.</returns>
    public static ConvergenceGap? Gap(ExposedApi api, StatusProof proof, GatewayEntries entries, bool? implementationReady, string? gatewayAddress)
    {
        ArgumentNullException.ThrowIfNull(api);
        ArgumentNullException.ThrowIfNull(proof);
        ArgumentNullException.ThrowIfNull(entries);
        var status = api.Status;
        if (api.IsBeingDeleted)
        {
            return api.IsHeld ? ConvergenceGap.Deleting : null;
        }

        if (api.IsPaused)
        {
            return status.PausedSince is null ? ConvergenceGap.Paused : null;
        }

        if (!api.HasFinalizer || !status.IsOwn || status.ObservedSpecHash.Length == 0)
        {
            return ConvergenceGap.NotAdopted;
        }

        if (status.ObservedSpecHash != api.SpecHash)
        {
            return ConvergenceGap.SpecChanged;
        }

        if (status.PausedSince is not null)
        {
            return ConvergenceGap.Resumed;
        }

        if (proof.IsInDoubt
            || status.Condition(ConditionTypes.Registered) is not { Status: ConditionStatus.True }
            || !ApiRegistration.Of(api, proof.Own.Name).Equals(proof.Proven)
            || proof.Leftovers.Any(left => entries.MayRemove(api.Key, left.Entry)))
        {
            return ConvergenceGap.NotRegistered;
        }

        if (implementationReady is { } ready && status.Ready != ready)
        {
            return ConvergenceGap.ReadinessDiffers;
        }

        if (AddressDiffers(status, gatewayAddress))
        {
            return ConvergenceGap.AddressDiffers;
        }

        return StatusGap(api);
    }

    /// <summary>The first thing that an object's status lacks, be it registered or not; null when nothing.</summary>
    /// <param name="api">The object.</param>
    public static ConvergenceGap? StatusGap(ExposedApi api)
    {
        ArgumentNullException.ThrowIfNull(api);
        return DerivedConditions.AreOutdated(api) ? ConvergenceGap.ConditionsOutdated : ComponentGap(api);
    }

    /// <summary>That an object's Component does not know of its state yet; null when it does, or when there is none.</summary>
    /// <param name="api">The object.</param>
    public static ConvergenceGap? ComponentGap(ExposedApi api)
    {
        ArgumentNullException.ThrowIfNull(api);
        return !api.IsPaused && api.Status.Condition(ConditionTypes.ComponentNotified) is { Status: ConditionStatus.False }
            ? ConvergenceGap.ComponentNotNotified
            : null;
    }

    // A URL made of a configured public host records no address: the Ingress has no say in it then.
    private static bool AddressDiffers(ExposedApiStatus status, string? gatewayAddress) =>
        status.Url.Length == 0
        || (status.GatewayAddress.Length > 0 && !string.IsNullOrEmpty(gatewayAddress) && status.GatewayAddress != gatewayAddress);
}
