using ApiBridge.Domain;

namespace ApiBridge.Reconciliation;

/// <summary>Whether an object may have the path that it wants.</summary>
internal sealed class Precedence
{
    private Precedence()
    {
    }

    /// <summary>Nobody is in the way.</summary>
    public static Precedence Own { get; } = new();

    /// <summary>
    /// The neighbours that the message names are not in the way any more, and who is now is not known. The bridge has seen, or will see, the
    /// same change, and sends a message that names them.
    /// </summary>
    public static Precedence Undecided { get; } = new();

    /// <summary>The elder that is in the way; null when none is.</summary>
    public ExposedApi? Elder { get; private init; }

    /// <summary>An elder is in the way.</summary>
    public static Precedence Of(ExposedApi elder) => new() { Elder = elder };
}
