using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;

namespace ApiBridge.TestServers;

/// <summary>A Component, and what the Canvas's operator does with it.</summary>
/// <param name="client">The cluster.</param>
/// <param name="group">The group of its definition.</param>
/// <param name="ns">Its namespace.</param>
public sealed class TestComponent(k8s.Kubernetes client, string group, string ns)
{
    /// <summary>The lists that its APIs are in.</summary>
    public static readonly IReadOnlyList<string> Lists = ["coreAPIs", "managementAPIs", "securityAPIs"];

    private const string Name = "shop";
    private readonly CustomObjects _components = new(client, new(group, "v1", "components"), ns);
    private string _uid = string.Empty;

    /// <summary>Creates it.</summary>
    public async Task CreateAsync()
    {
        var created = await _components.CreateAsync("Component", Name, new JsonObject
        {
            ["componentMetadata"] = new JsonObject
            {
                ["id"] = "C1",
                ["name"] = Name,
                ["version"] = "1.0.0",
                ["description"] = "a test's",
                ["functionalBlock"] = "CoreCommerce",
                ["publicationDate"] = "2025-01-01T00:00:00Z",
                ["status"] = "specified",
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
            ["apiVersion"] = $"{group}/v1",
            ["kind"] = kind,
            ["name"] = Name,
            ["uid"] = _uid.Length > 0 ? _uid : Guid.NewGuid().ToString(),
        }),
    };

    /// <summary>Writes the entries that the Component operator makes for its APIs.</summary>
    /// <param name="entries">The APIs, each with the list that it belongs to.</param>
    /// <param name="hasStatus">Whether the status is a subresource.</param>
    public async Task SetEntriesAsync(IEnumerable<(string List, ObjectKey Api)> entries, bool hasStatus)
    {
        var status = new JsonObject();
        foreach (var list in entries.GroupBy(entry => entry.List, entry => entry.Api))
        {
            status[list.Key] = new JsonArray([.. list.Select(NewEntry)]);
        }

        await (hasStatus ? _components.MergeStatusAsync(Name, status) : _components.MergeAsync(Name, new JsonObject { ["status"] = status }));
    }

    /// <summary>The same for one API.</summary>
    /// <param name="list">The list.</param>
    /// <param name="api">The API.</param>
    /// <param name="hasStatus">Whether the status is a subresource.</param>
    public Task SetEntryAsync(string list, ObjectKey api, bool hasStatus) => SetEntriesAsync([(list, api)], hasStatus);

    /// <summary>Gives each of these APIs an entry, keeps those that are there, and drops all others; nothing where nothing is to do.</summary>
    /// <param name="apis">The APIs, each with the list that it belongs to.</param>
    public async Task KeepEntriesAsync(IReadOnlyList<(string List, ObjectKey Api)> apis)
    {
        var found = (await _components.FindAsync(Name))!.Value;
        var status = new JsonObject();
        foreach (var list in apis.Select(api => api.List).Concat(Lists).Distinct())
        {
            var present = found.Child("status").Items(list).ToDictionary(entry => entry.Text("uid"), StringComparer.Ordinal);
            var wanted = apis.Where(api => api.List == list).Select(api => api.Api).ToList();
            if (!present.Keys.ToHashSet(StringComparer.Ordinal).SetEquals(wanted.Select(api => api.Uid)))
            {
                status[list] = new JsonArray([.. wanted.Select(api => present.TryGetValue(api.Uid, out var entry) ? JsonNode.Parse(entry.GetRawText()) : NewEntry(api))]);
            }
        }

        if (status.Count > 0)
        {
            var version = new JsonObject { ["resourceVersion"] = found.Child("metadata").Text("resourceVersion") };
            await _components.MergeAsync(Name, new JsonObject { ["metadata"] = version, ["status"] = status });
        }
    }

    /// <summary>The entry of an API, which has to be there.</summary>
    /// <param name="list">The list.</param>
    /// <param name="api">The API.</param>
    public async Task<JsonElement> EntryAsync(string list, ObjectKey api) =>
        (await EntriesAsync(list)).Single(entry => entry.Text("uid") == api.Uid);

    /// <summary>All entries of a list.</summary>
    /// <param name="list">The list.</param>
    public async Task<IReadOnlyList<JsonElement>> EntriesAsync(string list) =>
        [.. (await _components.FindAsync(Name))!.Value.Child("status").Items(list)];

    /// <summary>Deletes it.</summary>
    public Task DeleteAsync() => _components.DeleteAsync(Name);

    private static JsonNode NewEntry(ObjectKey api) => new JsonObject { ["name"] = api.Name, ["uid"] = api.Uid, ["ready"] = false };
}
