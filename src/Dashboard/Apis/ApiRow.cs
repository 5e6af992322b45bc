using ApiBridge.Administration.Apis;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;

namespace ApiBridge.Dashboard.Apis;

/// <summary>What is kept of an API, of ten thousand at once: texts that others wrote, cut, and no JSON.</summary>
public sealed record ApiRow
{
    private const int LongestFailure = 300;

    /// <summary>Its namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The version that was read.</summary>
    public required string Version { get; init; }

    /// <summary>How it stands.</summary>
    public required ApiState State { get; init; }

    /// <summary>The path that its spec asks for.</summary>
    public string Path { get; init; } = string.Empty;

    /// <summary>Its gateway: that on record, or else that of the settings.</summary>
    public string Gateway { get; init; } = string.Empty;

    /// <summary>Its URL; empty for none.</summary>
    public string Url { get; init; } = string.Empty;

    /// <summary>The Component that it names; empty for none.</summary>
    public string Component { get; init; } = string.Empty;

    /// <summary>When it was created.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Its conditions.</summary>
    public IReadOnlyList<ConditionMark> Conditions { get; init; } = [];

    /// <summary>What it claims of its gateway.</summary>
    public PathClaim Claim { get; init; }

    /// <summary>What keeps it from being registered, in the condition's words, cut; empty for nothing.</summary>
    public string Trouble { get; init; } = string.Empty;

    /// <summary>Namespace/name.</summary>
    public string Key => $"{Namespace}/{Name}";

    /// <summary>A condition.</summary>
    /// <param name="type">Its type.</param>
    /// <returns>Null where it was never set.</returns>
    public ConditionMark? Condition(string type) => Conditions.FirstOrDefault(condition => condition.Type == type);

    /// <summary>What is kept of an API.</summary>
    /// <param name="api">The API.</param>
    /// <param name="scope">What is looked after.</param>
    /// <param name="entries">Which entry is its own by the settings.</param>
    /// <param name="reservedPaths">The gateway's own paths.</param>
    public static ApiRow Of(ExposedApi api, ObjectScope scope, GatewayEntries entries, IReadOnlyList<string> reservedPaths)
    {
        ArgumentNullException.ThrowIfNull(api);
        ArgumentNullException.ThrowIfNull(entries);
        var proof = StatusProof.Of(api, entries);
        return new()
        {
            Namespace = string.Intern(api.Key.Namespace),
            Name = api.Key.Name,
            Version = api.ResourceVersion,
            State = ApiStates.Of(api, scope.OutOfScopeBy(api).Length == 0),
            Path = Excerpt.Of(api.Spec.PathAsWritten),
            Gateway = string.Intern(Excerpt.Of(api.Status.Gateway is { Length: > 0 } recorded ? recorded : proof.Own.Gateway)),
            Url = api.Status.Url,
            Component = string.Intern(Excerpt.Of(api.Component?.Name ?? string.Empty)),
            Created = api.Created,
            Conditions = [.. api.Status.Conditions.Select(ConditionMark.Of)],
            Claim = PathClaim.Of(api, proof, !SpecProblem.Of(api, reservedPaths).Any()),
            Trouble = api.Status.Condition(ConditionTypes.Registered) is { Status: not ConditionStatus.True } registered
                ? Excerpt.Of(registered.Message, LongestFailure) : string.Empty,
        };
    }

    /// <summary>What is told of one that can't be read.</summary>
    /// <param name="found">What can be told.</param>
    public static ApiRow Of(UnreadableObject found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return new()
        {
            Namespace = Excerpt.Of(found.Namespace),
            Name = Excerpt.Of(found.Name),
            Version = found.ResourceVersion,
            State = ApiState.Unreadable,
            Trouble = found.Reason,
        };
    }
}
