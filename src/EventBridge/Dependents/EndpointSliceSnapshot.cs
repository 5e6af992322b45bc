using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Dependents;

/// <summary>What is remembered of an EndpointSlice.</summary>
/// <param name="Service">Whose it is.</param>
/// <param name="Name">What tells it from the Service's others.</param>
/// <param name="HasReadyEndpoint">Whether any of its endpoints is ready.</param>
internal sealed record EndpointSliceSnapshot(ServiceName Service, string Name, bool HasReadyEndpoint)
{
    /// <summary>Reads a slice of discovery.k8s.io v1 or v1beta1; null when it belongs to no Service.</summary>
    public static EndpointSliceSnapshot? Read(JsonElement element)
    {
        var metadata = element.Child("metadata");
        if (metadata.Child("labels").Text(EndpointSlice.ServiceLabel) is not { Length: > 0 } service)
        {
            return null;
        }

        var owner = ServiceName.Of(metadata.Text("namespace"), service);
        return new(owner, ShortName(metadata.Text("name"), owner.Name), EndpointSlice.HasReadyEndpoint(element));
    }

    /// <summary>A slice's whole name.</summary>
    /// <param name="name">What tells it from the Service's others.</param>
    /// <param name="service">The Service's name.</param>
    public static string FullName(string name, string service) => name[0] == '-' ? service + name : name;

    // As a rule a slice is named after its Service, with something added. What is left begins with a dash, as no whole name does.
    private static string ShortName(string name, string service) =>
        name.StartsWith($"{service}-", StringComparison.Ordinal) ? name[service.Length..] : name;
}
