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
    private static readonly string[] Lists = ["coreAPIs", "managementAPIs", "securityAPIs"];

    /// <summary>
    /// The operations of a JSON patch that bring the entry about. The first tests the entry's uid, so that nothing is written if the list
    /// has moved; it stands alone where the entry says it all. Null when the Component has no such entry.
    /// </summary>
    public IReadOnlyList<JsonObject>? Operations(JsonElement component)
    {
        foreach (var list in Lists)
        {
            var index = 0;
            foreach (var entry in component.Child("status").Items(list))
            {
                if (entry.Text("uid") == Uid)
                {
                    return Operations(string.Create(CultureInfo.InvariantCulture, $"/status/{list}/{index}"), entry);
                }

                index++;
            }
        }

        return null;
    }

    private List<JsonObject> Operations(string pointer, JsonElement entry)
    {
        List<JsonObject> operations = [Operation("test", $"{pointer}/uid", Uid)];
        Say("ready", Exposure.Ready);
        foreach (var (field, value) in new[] { ("url", Exposure.Url), ("developerUI", Exposure.DeveloperUI) })
        {
            if (value is not null || Exposure.IsWithdrawn)
            {
                Say(field, value);
            }
        }

        return operations;

        void Say(string field, JsonNode? value)
        {
            if (!Says(entry.Child(field), value))
            {
                operations.Add(Operation(value is null ? "remove" : "add", $"{pointer}/{field}", value));
            }
        }
    }

    // Null asks for absence.
    private static bool Says(JsonElement present, JsonNode? wanted) =>
        present.ValueKind == JsonValueKind.Undefined
            ? wanted is null
            : wanted is not null && JsonElement.DeepEquals(present, JsonSerializer.SerializeToElement(wanted));

    private static JsonObject Operation(string operation, string path, JsonNode? value) =>
        new() { ["op"] = operation, ["path"] = path, ["value"] = value };
}
