using Microsoft.Extensions.Configuration;

namespace ApiBridge.Shared.Configuration;

/// <summary>Whether bridge and worker do their work or only tell of it, section <c>ApiBridge:Reconcile</c>.</summary>
public sealed record ModeOptions : ICheckedOptions
{
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
        return Enum.TryParse<WorkMode>(settings[$"{Section}:{nameof(Mode)}"], ignoreCase: true, out var mode) && mode is WorkMode.Observe;
    }

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (!Enum.IsDefined(Mode))
        {
            yield return $"{Section}:Mode is '{Mode}': give {nameof(WorkMode.Apply)} or {nameof(WorkMode.Observe)}";
        }
    }
}
