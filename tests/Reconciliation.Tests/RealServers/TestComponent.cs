using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.TestServers;

namespace ApiBridge.Reconciliation.Tests.RealServers;

/// <summary>A Component, and what the Canvas's operator does with it.</summary>
internal sealed class TestComponent(k8s.Kubernetes client, string group, string ns)
{
    private const string Name = "shop";
    private readonly CustomObjects _components = new(client, new(group, "v1", "components"), ns);
    private string _uid = string.Empty;

    public async Task CreateAsync()
    {
        var created = await _components.CreateAsync("Component", Name, new JsonObject
        {
            ["componentMetadata"] = new JsonObject
            {
                ["id"] = "C1", ["name"] = Name, ["version"] = "1.0.0", ["description"] = "a test's", ["functionalBlock"] = "CoreCommerce",
                ["publicationDate"] = "2025-01-01T00:00:00Z", ["status"] = "specified",
            },
            ["coreFunction"] = new JsonObject { ["exposedAPIs"] = new JsonArray(), ["dependentAPIs"] = new JsonArray() },
            ["eventNotification"] = new JsonObject { ["publishedEvents"] = new JsonArray(), ["subscribedEvents"] = new JsonArray() },
            ["managementFunction"] = new JsonObject { ["exposedAPIs"] = new JsonArray() },
            ["securityFunction"] = new JsonObject { ["canvasSystemRole"] = "Admin", ["exposedAPIs"] = new JsonArray() },
        });
        _uid = created.Child("metadata").Text("uid");
    }

    /// <summary>The metadata of what it owns.</summary>
    /// <param name="kind">The kind that the owner is said to be.</param>
    public JsonObject Owning(string kind = "Component") => new()
    {
        ["ownerReferences"] = new JsonArray(new JsonObject
        {
            ["apiVersion"] = $"{group}/v1", ["kind"] = kind, ["name"] = Name, ["uid"] = _uid.Length > 0 ? _uid : Guid.NewGuid().ToString(),
        }),
    };

    /// <summary>Writes the entries that the Component operator makes for its APIs.</summary>
    public async Task SetEntriesAsync(IEnumerable<(string List, ObjectKey Api)> entries, bool hasStatus)
    {
        var status = new JsonObject();
        foreach (var list in entries.GroupBy(entry => entry.List, entry => entry.Api))
        {
            status[list.Key] = new JsonArray([.. list.Select(api => new JsonObject { ["name"] = api.Name, ["uid"] = api.Uid, ["ready"] = false })]);
        }

        await (hasStatus ? _components.MergeStatusAsync(Name, status) : _components.MergeAsync(Name, new JsonObject { ["status"] = status }));
    }

    public Task SetEntryAsync(string list, ObjectKey api, bool hasStatus) => SetEntriesAsync([(list, api)], hasStatus);

    public async Task<JsonElement> EntryAsync(string list, ObjectKey api) =>
        (await EntriesAsync(list)).Single(entry => entry.Text("uid") == api.Uid);

    public async Task<IReadOnlyList<JsonElement>> EntriesAsync(string list) =>
        [.. (await _components.FindAsync(Name))!.Value.Child("status").Items(list)];

    public Task DeleteAsync() => _components.DeleteAsync(Name);
}
