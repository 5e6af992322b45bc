using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Reporting;

/// <summary>How one API stands: what its object asks for and says, beside what the cluster says now.</summary>
internal sealed record ApiReport
{
    /// <summary>The first thing that is still to be done for it; null when it is converged.</summary>
    public required ConvergenceGap? Gap { get; init; }

    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public required string Uid { get; init; }

    public required string ResourceVersion { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required bool IsBeingDeleted { get; init; }

    public required IReadOnlyList<string> Finalizers { get; init; }

    /// <summary>The parent Component's name; null when the API names none.</summary>
    public required string? Component { get; init; }

    public required string ApiType { get; init; }

    /// <summary>What keeps the spec from being registered, in words.</summary>
    public required IReadOnlyList<string> SpecProblems { get; init; }

    /// <summary>What the spec asks for.</summary>
    public required RegistrationReport Desired { get; init; }

    /// <summary>What the gateway accepted last, by the object's record; null when it holds none.</summary>
    public required RegistrationReport? Recorded { get; init; }

    /// <summary>Whether the last reconcile decided on today's spec.</summary>
    public required bool SpecWasSeen { get; init; }

    /// <summary>The URL that the status reports; null when it reports none.</summary>
    public required string? Url { get; init; }

    /// <summary>The developer user interface's URL that the status reports; null when it reports none.</summary>
    public required string? DeveloperUI { get; init; }

    /// <summary>What the status says of the implementation; null when nobody wrote it yet.</summary>
    public required bool? ReportedReady { get; init; }

    /// <summary>Whether the implementation has a ready endpoint now.</summary>
    public required bool Ready { get; init; }

    /// <summary>The gateway's host for the API's URL now; null when its Ingress has no address.</summary>
    public required string? GatewayHost { get; init; }

    /// <summary>All conditions, ours and others'.</summary>
    public required IReadOnlyList<Condition> Conditions { get; init; }
}
