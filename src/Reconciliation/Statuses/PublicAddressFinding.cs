namespace ApiBridge.Reconciliation.Statuses;

/// <summary>Where an API's gateway is reached, as far as that is known.</summary>
/// <param name="Address">The address; null while it has none and never had one.</param>
/// <param name="Lack">Why the gateway's Ingress gives none now, for people; empty when it does, or when none is needed.</param>
/// <param name="MayNotBeRead">Whether that is for want of a right to read the Ingress, so that nothing tells when it has one.</param>
internal sealed record PublicAddressFinding(PublicAddress? Address, string Lack = "", bool MayNotBeRead = false);
