using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>The ExposedAPIs that there are.</summary>
/// <param name="Apis">Those that can be read.</param>
/// <param name="Unreadable">Those that can't.</param>
public sealed record ApiListing(IReadOnlyList<ExposedApi> Apis, IReadOnlyList<UnreadableObject> Unreadable);
