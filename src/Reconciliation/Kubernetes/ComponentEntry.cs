using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>The entry that a Component keeps for one of its APIs, and what shall stand in it.</summary>
/// <param name="Uid">The API's uid, by which the entry is found.</param>
/// <param name="Exposure">What shall stand in it.</param>
internal sealed record ComponentEntry(string Uid, ApiExposure Exposure)
{
    /// <summary>
    /// The operations of a JSON patch that bring the entry about. The first tests the entry's uid, so that nothing is written if the list
    /// has moved; it stands alone where the entry says it all. Null when the Component has no such entry.
    /// </summary>
    public IReadOnlyList<JsonObject>? Operations(JsonElement component)
    {
        foreach (var (list, index, entry) in ComponentEntries.Of(component))
        {
            if (entry.Text("uid") == Uid)
            {
                return Operations(string.Create(CultureInfo.InvariantCulture, $"/status/{list}/{index}"), entry);
            }
        }

        return null;
    }

    private List<JsonObject> Operations(string pointer, JsonElement entry)
    {
        List<JsonObject> operations = [Operation("test", $"{pointer}/uid", Uid)];
        var differences = EntryContent.Of(entry).DifferencesFrom(EntryContent.Of(Exposure));
        Say(EntryFields.Ready, "ready", Exposure.Ready);
        Say(EntryFields.Url, "url", Exposure.Url);
        Say(EntryFields.DeveloperUI, "developerUI", Exposure.DeveloperUI);
        return operations;

        void Say(EntryFields field, string name, JsonNode? value)
        {
            if (differences.HasFlag(field))
            {
                operations.Add(Operation(value is null ? "remove" : "add", $"{pointer}/{name}", value));
            }
        }
    }

    private static JsonObject Operation(string operation, string path, JsonNode? value) =>
        new() { ["op"] = operation, ["path"] = path, ["value"] = value };
}
