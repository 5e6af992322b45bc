namespace ApiBridge.EventBridge.Dependents;

/// <summary>What is remembered of an EndpointSlice beside its Service.</summary>
/// <param name="Name">Its name, without the Service's where it begins with that.</param>
/// <param name="IsReady">Whether any of its endpoints is ready.</param>
internal readonly record struct KnownSlice(string Name, bool IsReady);
