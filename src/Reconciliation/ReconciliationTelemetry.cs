using System.Diagnostics.Metrics;
using ApiBridge.Domain;

namespace ApiBridge.Reconciliation;

/// <summary>Metrics of the reconciles.</summary>
public static class ReconciliationTelemetry
{
    /// <summary>The name of the activity source and of the meter, for whoever exports it.</summary>
    public const string SourceName = "ApiBridge.Reconciliation";

    private const string Malformed = "Malformed";

    private static readonly Meter Meter = new(SourceName);
    private static readonly Counter<long> Poisoned = Meter.CreateCounter<long>(
        "apibridge.messages.poisoned", "{message}", "Messages that failed until the queue gave up, by the event's reason; Malformed is no event.");

    private static readonly Counter<long> Lost = Meter.CreateCounter<long>(
        "apibridge.registrations.lost", "{registration}", "Registrations that an audit found gone and made anew, by the gateway's authority.");

    internal static void CountLost(string gateway) => Lost.Add(1, new KeyValuePair<string, object?>("gateway", gateway));

    internal static void CountPoisoned(ApiEvent? apiEvent) =>
        Poisoned.Add(1, new KeyValuePair<string, object?>("reason", apiEvent?.Reason.ToString() ?? Malformed));
}
