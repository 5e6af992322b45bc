using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Entries;

/// <summary>Where an API stands with the gateway.</summary>
internal sealed record RegistrationResult
{
    /// <summary>The registration to be recorded; null when the own entry holds none.</summary>
    public ApiRegistration? Record { get; init; }

    /// <summary>The gateway's answer to it; null when nothing was called, and the answer on record stays.</summary>
    public JsonElement? Response { get; init; }

    /// <summary>What the object still has under a former name, or on a former gateway.</summary>
    public IReadOnlyList<Leftover> Leftovers { get; init; } = [];

    /// <summary>The elder that the object waits for, or gives its path up to; null when there is none.</summary>
    public ObjectKey? YieldsTo { get; init; }

    /// <summary>Whether the gateway holds the registration that the spec asks for.</summary>
    public bool Registered { get; init; }

    /// <summary>One of <see cref="ConditionReasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>Why, for people.</summary>
    public required string Message { get; init; }

    /// <summary>What the gateway did not let go of, or may still hold, for people; empty when nothing.</summary>
    public string Remark { get; init; } = string.Empty;

    /// <summary>Whether the remark is about a removal that was refused just now.</summary>
    public bool RemovalRefused { get; init; }

    /// <summary>Whether the own entry may hold something that is on no record.</summary>
    public bool InDoubt { get; init; }

    /// <summary>How to try again; null when nothing but a change can help.</summary>
    public Outcome? Retry { get; init; }
}
