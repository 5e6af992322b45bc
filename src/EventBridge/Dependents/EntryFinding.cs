using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Dependents;

/// <summary>What is known of the entry that an API has in its Component.</summary>
/// <param name="IsKnown">Whether anything is: the Components of the namespace were listed, and this one can be read if it is there.</param>
/// <param name="HasComponent">Whether the Component is there.</param>
/// <param name="Content">What the entry says; null when there is none.</param>
internal readonly record struct EntryFinding(bool IsKnown, bool HasComponent, EntryContent? Content);
