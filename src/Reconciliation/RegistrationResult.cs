using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.Reconciliation;

/// <summary>Where an API stands with the gateway.</summary>
internal sealed record RegistrationResult
{
    /// <summary>The registration that the gateway holds, to be recorded; null when it holds none.</summary>
    public ApiRegistration? Record { get; init; }

    /// <summary>The gateway's answer to it; null when nothing was called, and the answer on record stays.</summary>
    public JsonElement? Response { get; init; }

    /// <summary>Whether the gateway holds the registration that the spec asks for.</summary>
    public required bool Registered { get; init; }

    /// <summary>One of <see cref="ConditionReasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>Why, for people.</summary>
    public required string Message { get; init; }

    /// <summary>Whether trying again later may help, without anybody changing the spec.</summary>
    public bool Passing { get; init; }

    /// <summary>How long the gateway asked to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
