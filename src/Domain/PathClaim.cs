namespace ApiBridge.Domain;

/// <summary>
/// What one object claims of its gateway: the path that its spec asks for, and the path that it holds. Paths are in their normal form. Bridge
/// and worker judge by the same rules: the bridge names whom it sees in the way, and the worker reads that one and judges anew. One that is
/// paused claims what it holds, and nothing else.
/// </summary>
/// <param name="Gateway">The gateway's authority.</param>
/// <param name="Asked">The path of its spec; null when the spec is not valid, or the object is paused or being deleted.</param>
/// <param name="Held">The path of the record that its status proves; null when there is none, or the object is being deleted.</param>
/// <param name="IsRefused">Whether the gateway refused its present spec, and no call for it was left unanswered.</param>
public readonly record struct PathClaim(string Gateway, string? Asked, string? Held, bool IsRefused)
{
    /// <summary>The path that it shall have: the spec's, or while that is not valid the one that it holds; null for none.</summary>
    public string? Wanted => Asked ?? Held;

    /// <summary>The path on which an elder that holds it concerns this one: the one that it holds itself, else the one that it wants.</summary>
    public string? Kept => Held ?? Asked;

    /// <summary>Both paths, each once.</summary>
    public IEnumerable<string> Paths => (Asked, Held) switch
    {
        (null, null) => [],
        (null, { } held) => [held],
        ({ } asked, null) => [asked],
        ({ } asked, { } held) => asked == held ? [asked] : [asked, held],
    };

    /// <summary>What an object claims.</summary>
    /// <param name="api">The object.</param>
    /// <param name="proof">What its status proves.</param>
    /// <param name="isValid">Whether its spec can be registered: <see cref="SpecProblem"/> tells.</param>
    public static PathClaim Of(ExposedApi api, StatusProof proof, bool isValid)
    {
        ArgumentNullException.ThrowIfNull(api);
        ArgumentNullException.ThrowIfNull(proof);
        var gateway = proof.Own.Gateway;
        if (api.IsBeingDeleted)
        {
            return new(gateway, Asked: null, Held: null, IsRefused: false);
        }

        var held = proof.Proven?.NormalPath;
        var asked = isValid && !api.IsPaused ? api.Spec.NormalPath : null;
        return new(gateway, asked == held ? held : asked, held, Says(api, ConditionReasons.GatewayRefused) && api.Status.UnansweredAt is null);
    }

    /// <summary>Whether it holds a path.</summary>
    /// <param name="path">The path.</param>
    public bool Holds(string path) => Held == path;

    /// <summary>Whether it keeps a younger object that claims a path as well from getting it.</summary>
    /// <param name="path">The path.</param>
    public bool Blocks(string path) => Holds(path) || (Asked == path && !IsRefused);

    // Under a stamp of its own, and of the present spec.
    private static bool Says(ExposedApi api, string reason) =>
        api.Status.ObservedSpecHash == api.SpecHash
        && api.Status.Condition(ConditionTypes.Registered) is { Status: ConditionStatus.False } condition
        && condition.Reason == reason;
}
