using ApiBridge.Domain;

namespace ApiBridge.Simulation.Tests.Workers;

/// <summary>What a mutated worker has met in the message that it works on.</summary>
internal sealed class MutatedWork
{
    /// <summary>The object as it was read last; null when it was gone.</summary>
    public ExposedApi? Read { get; set; }

    /// <summary>Whether a write met another's.</summary>
    public bool HadConflict { get; set; }

    /// <summary>Another message begins.</summary>
    public void Begin() => (Read, HadConflict) = (null, false);
}
