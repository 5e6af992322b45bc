namespace ApiBridge.Dashboard;

/// <summary>How the dashboard is served, and whom beside cluster and queues it asks.</summary>
public sealed record DashboardOptions
{
    /// <summary>The TCP port on 127.0.0.1; 0 for any that is free. Default: 0.</summary>
    public int Port { get; init; }

    /// <summary>Whether every action is left out. Default: false.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The URL of a bridge's endpoints, as a port-forward gives it; null for none.</summary>
    public Uri? Bridge { get; init; }

    /// <summary>The URL of a worker's <c>/api/status</c>; null for none.</summary>
    public Uri? Worker { get; init; }

    /// <summary>The worker's function key; empty for none.</summary>
    public string WorkerKey { get; init; } = string.Empty;
}
