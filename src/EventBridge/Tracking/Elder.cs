using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Tracking;

/// <summary>The elder that an ExposedAPI says it waits for. Few do, so the others keep no more than the place for it.</summary>
/// <param name="Key">Which object.</param>
internal sealed record Elder(ObjectKey Key);
