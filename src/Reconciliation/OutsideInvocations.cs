using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Poison;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Storage;

namespace ApiBridge.Reconciliation;

/// <summary>What the worker does by itself, and not because its host handed it a message or a request.</summary>
public static class OutsideInvocations
{
    /// <summary>The categories under which it logs that: such entries belong to no invocation, and the Functions host drops them.</summary>
    public static IReadOnlyList<string> LogCategories { get; } =
    [
        typeof(SharedOptions).Namespace!,
        typeof(QueueSetup).Namespace!,
        typeof(QueuesAtStart).FullName!,
        typeof(PoisonSweep).Namespace!,
        typeof(GatewayConnectionReport).FullName!,
    ];
}
