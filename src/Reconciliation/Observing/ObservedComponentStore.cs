using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Shared.Kubernetes;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Observing;

/// <summary>Reads Components; what one would be told is noted, once for each reconcile.</summary>
internal sealed class ObservedComponentStore(
    ResourceClient client, ResourceDiscovery discovery, IOptions<ResourceOptions> resource, Observations observations) : IComponentStore
{
    public async Task<ComponentFeedback> TellAsync(
        ExposedApi api, ComponentReference component, ApiExposure exposure, CancellationToken cancellationToken)
    {
        if (await FindAsync(api.Key.Namespace, component.Name, cancellationToken) is not { } found)
        {
            return ComponentFeedback.ComponentNotFound;
        }

        if (new ComponentEntry(api.Key.Uid, exposure).Operations(found) is not { } operations)
        {
            return ComponentFeedback.EntryPending;
        }

        var observation = observations.Current;
        if (operations.Count == 1 || observation.Told.Count > 0)
        {
            return ComponentFeedback.EntryUnchanged;
        }

        // The first is the test of the entry's uid.
        observation.Telling(operations.Skip(1).Select(operation => Change(component.Name, found, operation["path"]!.GetValue<string>(), operation["value"]?.ToString())));
        return ComponentFeedback.EntryUpdated;
    }

    private static FieldChange Change(string name, JsonElement component, string pointer, string? value)
    {
        var at = component;
        foreach (var part in pointer.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at = at.ValueKind is JsonValueKind.Array ? at[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)] : at.Child(part);
        }

        return new($"Component {name}: {pointer[(pointer.LastIndexOf('/') + 1)..]}", at.ValueKind is JsonValueKind.Undefined ? null : at.ToString(), value);
    }

    private async Task<JsonElement?> FindAsync(string ns, string name, CancellationToken cancellationToken)
    {
        try
        {
            var versions = await discovery.FindAsync(resource.Value.Group, "components", cancellationToken);
            return await client.FindAsync(versions[0].Resource, ns, name, cancellationToken);
        }
        catch (ResourceNotServedException)
        {
            return null;
        }
    }
}
