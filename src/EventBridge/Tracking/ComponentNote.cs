using ApiBridge.Domain;
using ApiBridge.EventBridge.Dependents;

namespace ApiBridge.EventBridge.Tracking;

/// <summary>What an ExposedAPI's status says of its Component.</summary>
/// <param name="Component">The Component's name; null when it names none.</param>
/// <param name="Says">Whether it was told.</param>
/// <param name="Wanted">What its entry was told, where it was.</param>
internal readonly record struct ComponentNote(string? Component, ComponentWord Says, EntryContent Wanted)
{
    /// <summary>Reads it.</summary>
    public static ComponentNote Of(ExposedApi api)
    {
        var said = api.Status.Condition(ConditionTypes.ComponentNotified);
        if (Convergence.ComponentGap(api) is not null)
        {
            var word = said?.Reason switch
            {
                ConditionReasons.EntryPending => ComponentWord.Pending,
                ConditionReasons.ComponentNotFound => ComponentWord.Absent,
                _ => ComponentWord.Untold,
            };
            return new(Named(api), word, default);
        }

        return said is { Status: ConditionStatus.True } && ApiExposure.Of(api.Status) is { } exposure
            ? new(Named(api), ComponentWord.Told, EntryContent.Of(exposure))
            : new(Named(api), ComponentWord.None, default);
    }

    /// <summary>Whether the entry and the status disagree: it lost what it was told, or it is there where the status says that it is not.</summary>
    /// <param name="found">What is known of the entry.</param>
    public bool DiffersFrom(EntryFinding found) => found.IsKnown && Says switch
    {
        ComponentWord.Told => found.Content is not { } content || content.DifferencesFrom(Wanted) != EntryFields.None,
        ComponentWord.Pending or ComponentWord.Absent => found.Content is not null,
        _ => false,
    };

    private static string? Named(ExposedApi api) => api.Component is { } component ? StringPool.Share(component.Name) : null;
}
