using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>
/// The Components of a cluster. Their lists of APIs are shared with the Component operator and with other workers, so an entry is written
/// by a JSON patch that tests the entry's uid first: nothing but our three fields changes, and nothing at all if the list has moved. What a
/// Component is told of several APIs at once is told in one patch, and one that was told just now is not read again before.
/// </summary>
internal sealed class ComponentStore : IComponentStore
{
    private const string Plural = "components";
    private const int MaxTries = 10;

    private readonly ResourceClient _client;
    private readonly ResourceDiscovery _discovery;
    private readonly string _group;
    private readonly RecentComponents _recent = new();
    private readonly SharedCalls<(string Namespace, string Name), Telling, IReadOnlyDictionary<ComponentEntry, ComponentFeedback>> _tellings;

    public ComponentStore(ResourceClient client, ResourceDiscovery discovery, IOptions<ResourceOptions> resource)
    {
        (_client, _discovery, _group) = (client, discovery, resource.Value.Group);
        _tellings = new(TellAsync);
    }

    public async Task<ComponentFeedback> TellAsync(
        ExposedApi api, ComponentReference component, ApiExposure exposure, CancellationToken cancellationToken)
    {
        var entry = new ComponentEntry(api.Key.Uid, exposure);
        var told = await _tellings.CallAsync((api.Key.Namespace, component.Name), new(entry, cancellationToken), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return told[entry];
    }

    private async Task<IReadOnlyDictionary<ComponentEntry, ComponentFeedback>> TellAsync(
        (string Namespace, string Name) component, IReadOnlyCollection<Telling> tellings)
    {
        var feedback = new Dictionary<ComponentEntry, ComponentFeedback>();
        while (tellings.Where(telling => !telling.IsGivenUp).Select(telling => telling.Entry).Except(feedback.Keys).ToList() is { Count: > 0 } left)
        {
            // Two who say different things of one API say them one after the other, as if they were two workers.
            await TellAsync(component, [.. left.DistinctBy(entry => entry.Uid)], feedback);
        }

        return feedback;
    }

    private async Task TellAsync(
        (string Namespace, string Name) component, IReadOnlyList<ComponentEntry> entries, Dictionary<ComponentEntry, ComponentFeedback> feedback)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await TryTellAsync(component, entries, feedback);
                return;
            }
            catch (Exception exception) when (exception is ConflictException or RejectedPatchException && attempt < MaxTries)
            {
                // The list moved between the read and the patch: read it again at once.
                continue;
            }
            catch (RejectedPatchException exception)
            {
                throw new ConflictException($"the list of APIs in Component {component.Name} moved under every try", exception);
            }
        }
    }

    private async Task TryTellAsync(
        (string Namespace, string Name) component, IReadOnlyList<ComponentEntry> entries, Dictionary<ComponentEntry, ComponentFeedback> feedback)
    {
        var versions = await VersionsAsync();
        var found = _recent.Take(component);
        var planned = Plan(entries, found);
        var isRecent = planned.TrueForAll(plan => plan.Operations is { Count: > 1 });
        if (!isRecent)
        {
            found = await FindAsync(component, versions);
            planned = Plan(entries, found);
        }

        var patch = new JsonArray();
        foreach (var (entry, operations) in planned)
        {
            feedback[entry] = operations switch
            {
                null => found is null ? ComponentFeedback.ComponentNotFound : ComponentFeedback.EntryPending,
                { Count: 1 } => ComponentFeedback.EntryUnchanged,
                _ => ComponentFeedback.EntryUpdated,
            };
            foreach (var operation in operations is { Count: > 1 } ? operations : [])
            {
                patch.Add((JsonNode)operation);
            }
        }

        if (patch.Count == 0)
        {
            return;
        }

        var patched = await PatchAsync(versions, found!.Value.Child("metadata"), patch);
        if (isRecent && !Plan(entries, patched).TrueForAll(plan => plan.Operations is { Count: 1 }))
        {
            throw new ConflictException($"an entry in Component {component.Name} had lost what it was told before");
        }

        _recent.Keep(component, patched);
    }

    private static List<(ComponentEntry Entry, IReadOnlyList<JsonObject>? Operations)> Plan(
        IEnumerable<ComponentEntry> entries, JsonElement? component) =>
        [.. entries.Select(entry => (entry, component is { } present ? entry.Operations(present) : null))];

    private async Task<JsonElement?> FindAsync((string Namespace, string Name) component, IReadOnlyList<ServedResource> versions) =>
        versions.Count > 0 ? await _client.FindAsync(versions[0].Resource, component.Namespace, component.Name, CancellationToken.None) : null;

    private async Task<IReadOnlyList<ServedResource>> VersionsAsync()
    {
        try
        {
            return await _discovery.FindAsync(_group, Plural, CancellationToken.None);
        }
        catch (ResourceNotServedException)
        {
            return [];
        }
    }

    private async Task<JsonElement> PatchAsync(IReadOnlyList<ServedResource> versions, JsonElement metadata, JsonArray patch)
    {
        var patched = await _client.PatchAsync(
            versions, metadata.Text("namespace"), metadata.Text("name"), patch, V1Patch.PatchType.JsonPatch, versions[0].HasStatus, CancellationToken.None);
        if (patched.Child("metadata").Text("resourceVersion") == metadata.Text("resourceVersion"))
        {
            _discovery.Forget(_group, Plural);
            throw new ConflictException($"Component {metadata.Text("name")} took no note of a patch: its status became a subresource since we asked");
        }

        return patched;
    }

    // A worker that gave up has lost its message to another, whose word counts from then on.
    private sealed record Telling(ComponentEntry Entry, CancellationToken Worker)
    {
        public bool IsGivenUp => Worker.IsCancellationRequested;
    }
}
