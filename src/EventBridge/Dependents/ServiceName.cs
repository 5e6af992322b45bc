namespace ApiBridge.EventBridge.Dependents;

/// <summary>A Service.</summary>
internal readonly record struct ServiceName(string Namespace, string Name);
