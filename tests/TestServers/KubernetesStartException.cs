namespace ApiBridge.TestServers;

/// <summary>A real Kubernetes API server did not come up.</summary>
/// <param name="log">What it said.</param>
public sealed class KubernetesStartException(string log) : Exception($"The Kubernetes API server did not start:\n{log}");
