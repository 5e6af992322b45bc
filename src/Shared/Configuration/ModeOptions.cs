using ApiBridge.Domain;
using Microsoft.Extensions.Configuration;

namespace ApiBridge.Shared.Configuration;

/// <summary>Whether bridge and worker do their work or only tell of it, section <c>ApiBridge:Reconcile</c>.</summary>
public sealed record ModeOptions : ICheckedOptions
{
    // What was given and is no mode; null for none.
    private string? _unknown;

    /// <inheritdoc/>
    public static string Section => "ApiBridge:Reconcile";

    /// <summary>
    /// <c>Apply</c>, or <c>Observe</c>: then nothing is written to cluster or gateway but the bridge's Lease, and both need queues that no
    /// other worker listens to. Default <c>Apply</c>.
    /// </summary>
    public WorkMode Mode { get; set; } = WorkMode.Apply;

    /// <summary>Whether nothing is to be written.</summary>
    public bool Observes => Mode is WorkMode.Observe;

    /// <summary>Whether these settings ask for nothing to be written. What composes a program asks so; a value that is none stops the start.</summary>
    /// <param name="settings">The settings in force.</param>
    public static bool ObserveIn(IConfiguration settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Parse(settings[$"{Section}:{nameof(Mode)}"]) is WorkMode.Observe;
    }

    /// <summary>Takes the mode by its name alone: the binder would take a number for one.</summary>
    /// <param name="settings">All settings.</param>
    public void Read(IConfiguration settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var given = settings[$"{Section}:{nameof(Mode)}"];
        (Mode, _unknown) = Parse(given) is { } mode ? (mode, null) : (WorkMode.Apply, given);
    }

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (_unknown is not null)
        {
            yield return $"{Section}:Mode is '{Excerpt.Of(_unknown)}': give {nameof(WorkMode.Apply)} or {nameof(WorkMode.Observe)}";
        }
    }

    // None given is the default.
    private static WorkMode? Parse(string? given) => given?.Trim().ToUpperInvariant() switch
    {
        null or "" or "APPLY" => WorkMode.Apply,
        "OBSERVE" => WorkMode.Observe,
        _ => null,
    };
}
