namespace ApiBridge.Shared.Kubernetes;

/// <summary>The cluster serves no such resource: its CRD is missing.</summary>
/// <param name="plural">The resource's plural.</param>
/// <param name="group">Its API group.</param>
public sealed class ResourceNotServedException(string plural, string group)
    : Exception($"the cluster does not serve {plural}.{group}: install the CustomResourceDefinition {plural}.{group}");
