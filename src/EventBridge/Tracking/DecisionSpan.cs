using System.Diagnostics;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Queueing;

namespace ApiBridge.EventBridge.Tracking;

/// <summary>The span of a decision to send a message.</summary>
internal static class DecisionSpan
{
    private const string DecisionAttribute = "apibridge.decision";

    /// <summary>Begins a trace.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="resource">The plural of the ExposedAPIs' resource.</param>
    /// <param name="key">The ExposedAPI.</param>
    /// <returns>The span; null where nobody records it, which costs nothing.</returns>
    public static Activity? Start(Decision decision, string resource, ObjectKey key)
    {
        if (!BridgeSpans.AreRecorded)
        {
            return null;
        }

        var span = BridgeSpans.StartWatch($"{Verb(decision)} {resource}", key);
        span?.SetTag(DecisionAttribute, decision.ToString());
        return span;
    }

    private static string Verb(Decision decision) => decision switch
    {
        Decision.Resync => "resync",
        Decision.Audit => "audit",
        _ => "watch",
    };
}
