using System.Text.Json;

namespace ApiBridge.Domain;

/// <summary>How the load balancer's address on an Ingress of networking.k8s.io/v1 is read by both sides.</summary>
public static class LoadBalancer
{
    /// <summary>The first address that an Ingress's status names.</summary>
    /// <param name="ingress">The Ingress's JSON.</param>
    /// <returns>Its IP or else its host name; empty while it has none.</returns>
    public static string AddressOf(JsonElement ingress) =>
        ingress.Child("status").Child("loadBalancer").Items("ingress")
            .Select(static point => point.Text("ip") is { Length: > 0 } ip ? ip : point.Text("hostname"))
            .FirstOrDefault(static address => address.Length > 0) ?? string.Empty;
}
