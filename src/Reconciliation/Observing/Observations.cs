using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Observing;

/// <summary>
/// The observation that the ports note in. They are shared by all reconciles, as those that write are, so each reconcile has its own by the
/// flow of its calls.
/// </summary>
internal sealed class Observations
{
    private readonly AsyncLocal<Observation?> _current = new();

    /// <summary>That of the reconcile that calls.</summary>
    /// <exception cref="InvalidOperationException">None is going on: nobody else has anything to write where all only observe.</exception>
    public Observation Current => _current.Value ?? throw new InvalidOperationException("nothing is written where all only observe");

    /// <summary>Begins one, for what the caller calls from now on.</summary>
    /// <param name="key">The object that it is about.</param>
    /// <param name="known">Objects that are known already, and need not be read; null when none are.</param>
    public Observation Begin(ObjectKey key, IReadOnlyDictionary<(string Namespace, string Name), ExposedApi>? known) =>
        _current.Value = new(key, known);

    /// <summary>An object that is known already to the reconcile that calls; null when it has to be read.</summary>
    public ExposedApi? Known(ObjectKey key) => _current.Value?.Known((key.Namespace, key.Name));

    /// <summary>An object was read; by whom does not matter.</summary>
    public void Saw(ExposedApi? api) => _current.Value?.Saw(api);
}
