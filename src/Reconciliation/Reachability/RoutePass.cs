using ApiBridge.Domain;
using ApiBridge.Reconciliation.Entries;
using ApiBridge.Reconciliation.Statuses;

namespace ApiBridge.Reconciliation.Reachability;

/// <summary>What a pass over a living object found that bears on its route.</summary>
/// <param name="Api">The object as it was read.</param>
/// <param name="Event">Why it was looked at.</param>
/// <param name="Registration">Where its registration stands.</param>
/// <param name="Found">Where its gateway is reached.</param>
/// <param name="IsReady">Whether its implementation is ready.</param>
/// <param name="HasWritten">Whether the pass wrote to the gateway.</param>
internal sealed record RoutePass(
    ExposedApi Api, ApiEvent Event, RegistrationResult Registration, PublicAddressFinding Found, bool IsReady, bool HasWritten)
{
    /// <summary>Why there is nothing to try; null when there is something.</summary>
    public string? Hindrance =>
        !Registration.Registered || Registration.Record is null ? "the API is not registered as its spec asks, so that its URL is not tried"
        : Found.Address is null ? "there is no URL to try yet"
        : !IsReady ? "the implementation is not ready, so that the URL is not tried"
        : null;
}
