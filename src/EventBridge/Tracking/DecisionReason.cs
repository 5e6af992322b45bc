using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Tracking;

/// <summary>What a message says of the decision to send it.</summary>
internal static class DecisionReason
{
    public static EventReason Of(Decision decision) => decision switch
    {
        Decision.Listed => EventReason.Listed,
        Decision.Readiness => EventReason.Readiness,
        Decision.Resync or Decision.Audit => EventReason.Resync,
        Decision.Deleted => EventReason.Deleted,
        _ => EventReason.Changed,
    };
}
