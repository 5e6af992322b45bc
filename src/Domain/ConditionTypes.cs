namespace ApiBridge.Domain;

/// <summary>The conditions this product sets on an ExposedAPI, next to the Canvas's own fields.</summary>
public static class ConditionTypes
{
    /// <summary>The gateway holds the API's current registration.</summary>
    public const string Registered = "Registered";

    /// <summary>A ready endpoint stands behind the API's Service.</summary>
    public const string ImplementationReady = "ImplementationReady";

    /// <summary>Registered and ImplementationReady: what a tool waits for.</summary>
    public const string Ready = "Ready";

    /// <summary>The gateway enforces the policies that the spec asks for; absent where it asks for none.</summary>
    public const string PoliciesApplied = "PoliciesApplied";

    /// <summary>The parent Component carries the API's URL and readiness.</summary>
    public const string ComponentNotified = "ComponentNotified";

    /// <summary>
    /// The gateway routes the API's public URL; there only where a worker is told to try it. It is no part of <see cref="Ready"/>.
    /// </summary>
    public const string Reachable = "Reachable";

    /// <summary>Somebody stopped the work on the API; it is there only while that is so.</summary>
    public const string Paused = "Paused";
}
