using ApiBridge.Domain;
using Microsoft.FluentUI.AspNetCore.Components;

namespace ApiBridge.Dashboard.Apis;

/// <summary>The states in words and colours.</summary>
public static class ApiStates
{
    /// <summary>All, in the order in which they are counted.</summary>
    public static IReadOnlyList<ApiState> All { get; } = Enum.GetValues<ApiState>();

    /// <summary>A state in a word or two.</summary>
    public static string Name(this ApiState state) => state switch
    {
        ApiState.NoEndpoint => "No endpoint",
        ApiState.GatewayDown => "Gateway down",
        ApiState.GivenUp => "Given up",
        ApiState.OutOfScope => "Out of scope",
        _ => state.ToString(),
    };

    /// <summary>A state's colour. It says nothing that the word does not.</summary>
    public static BadgeColor Color(this ApiState state) => state switch
    {
        ApiState.Ready => BadgeColor.Success,
        ApiState.Refused or ApiState.GivenUp or ApiState.GatewayDown or ApiState.Unreadable => BadgeColor.Danger,
        ApiState.NoEndpoint or ApiState.Waiting => BadgeColor.Warning,
        _ => BadgeColor.Informative,
    };

    /// <summary>How an API stands.</summary>
    /// <param name="api">The API.</param>
    /// <param name="isInScope">Whether it is looked after.</param>
    public static ApiState Of(ExposedApi api, bool isInScope)
    {
        ArgumentNullException.ThrowIfNull(api);
        var registered = api.Status.Condition(ConditionTypes.Registered);
        return api.IsBeingDeleted ? ApiState.Deleting
            : api.IsPaused ? ApiState.Paused
            : !isInScope ? ApiState.OutOfScope
            : registered is null || api.Status.ObservedSpecHash != api.SpecHash ? Undecided(registered)
            : registered.Status is ConditionStatus.True ? api.Status.Ready is true ? ApiState.Ready : ApiState.NoEndpoint
            : Trouble(registered.Reason);
    }

    // What keeps a worker from deciding is told of the spec before.
    private static ApiState Undecided(Condition? registered) =>
        registered is { Status: not ConditionStatus.True } && Trouble(registered.Reason) is ApiState.GatewayDown or ApiState.GivenUp ? Trouble(registered!.Reason) : ApiState.Undecided;

    private static ApiState Trouble(string reason) => reason switch
    {
        ConditionReasons.PathConflict or ConditionReasons.ElderUnreadable => ApiState.Waiting,
        ConditionReasons.GatewayUnavailable or ConditionReasons.RemovalFailed => ApiState.GatewayDown,
        ConditionReasons.GatewayRefused or ConditionReasons.SpecInvalid => ApiState.Refused,
        ConditionReasons.RetriesExhausted => ApiState.GivenUp,
        _ => ApiState.Undecided,
    };
}
