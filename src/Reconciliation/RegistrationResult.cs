using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;

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

    /// <summary>How it showed that the gateway is away, so that trying again later may help; null when it is not.</summary>
    public GatewayUnavailableException? Unavailable { get; init; }

    /// <summary>Whether the gateway may hold something else than <see cref="Record"/>.</summary>
    public bool InDoubt { get; init; }
}
