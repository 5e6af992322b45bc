namespace ApiBridge.Reconciliation;

/// <summary>What whoever exports the worker's traces and metrics has to know of them.</summary>
public static class ReconciliationTelemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string SourceName = "ApiBridge.Reconciliation";

    /// <summary>How many series each metric may have: gateways come and go with their namespaces, and what is more than that is counted as one.</summary>
    public const int MostSeries = 1000;
}
