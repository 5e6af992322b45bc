using ApiBridge.Domain;

namespace ApiBridge.Dashboard.Apis;

/// <summary>A condition, as much as a badge shows of it.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Status">Its status.</param>
/// <param name="Reason">Its reason.</param>
/// <param name="Since">Since when it has its status; the earliest of times where it does not say.</param>
public sealed record ConditionMark(string Type, ConditionStatus Status, string Reason, DateTimeOffset Since)
{
    /// <summary>What a badge shows of a condition.</summary>
    /// <param name="condition">The condition.</param>
    public static ConditionMark Of(Condition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return new(string.Intern(condition.Type), condition.Status, string.Intern(condition.Reason), condition.LastTransitionTime);
    }
}
