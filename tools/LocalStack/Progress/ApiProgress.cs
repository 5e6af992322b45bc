using ApiBridge.Domain;

namespace ApiBridge.LocalStack.Progress;

/// <summary>How far one API has come.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="GatewayPath">The path that the gateway holds under its name; null when it holds none.</param>
/// <param name="Url">The URL that its status reports; empty when it reports none.</param>
/// <param name="Ready">Whether its status says that the implementation is ready.</param>
/// <param name="Component">The parent Component's deployment status; null when it names no Component.</param>
/// <param name="MessageAge">How long after its event its last message was done; null before the first.</param>
/// <param name="Service">The Service that implements it.</param>
/// <param name="Reachable">What its status says of its URL; null when it says nothing.</param>
/// <param name="Problem">What its status complains of; null when it does not.</param>
internal sealed record ApiProgress(
    string Namespace, string Name, string? GatewayPath, string Url, bool Ready, string? Component, TimeSpan? MessageAge, string Service,
    Condition? Reachable, string? Problem)
{
    /// <summary>Whether it is on the gateway, has a URL, and its implementation and its Component are ready.</summary>
    public bool IsReady => GatewayPath is not null && Url.Length > 0 && Ready && Component is null or "Complete";

    /// <summary>Whether there is nothing left to wait for.</summary>
    public bool IsComplete => IsReady && Reachable is not { Status: ConditionStatus.Unknown };

    /// <summary>Whether its URL is reachable, in a word.</summary>
    public string Reachability => Reachable?.Status switch
    {
        null => "–",
        ConditionStatus.True => "true",
        ConditionStatus.False => "false",
        _ => "unknown",
    };

    /// <summary>What it still waits for, in words.</summary>
    public string Waiting =>
        Problem
        ?? (GatewayPath is null ? "not on the gateway"
            : Url.Length == 0 ? "no URL in its status"
            : !Ready ? "its implementation has no ready endpoint"
            : Component is not (null or "Complete") ? $"its Component is {Component}"
            : $"{Reachable?.Reason}: {Reachable?.Message}");
}
