using ApiBridge.Domain;

namespace ApiBridge.Simulation.Tests.Workers;

/// <summary>What a mutated worker has met in the message that it works on.</summary>
internal sealed class MutatedWork
{
    /// <summary>The object as it was read last; null when it was gone.</summary>
    public ExposedApi? Read { get; set; }

    /// <summary>Whether a write met another's.</summary>
    public bool HadConflict { get; set; }

    /// <summary>The message.</summary>
    public ApiEvent? Event { get; private set; }

    /// <summary>Another message begins.</summary>
    public void Begin(ApiEvent? apiEvent) => (Event, Read, HadConflict) = (apiEvent, null, false);

    /// <summary>Whether an object is another than the one that the message is about.</summary>
    public bool IsNeighbour(ObjectKey key) => Event is { Key: var own } && (own.Namespace, own.Name) != (key.Namespace, key.Name);
}
