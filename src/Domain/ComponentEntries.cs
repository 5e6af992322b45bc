using System.Text.Json;

namespace ApiBridge.Domain;

/// <summary>The entries that a Component keeps of its APIs, in three lists that its operator and this product share.</summary>
public static class ComponentEntries
{
    private static readonly string[] Lists = ["coreAPIs", "managementAPIs", "securityAPIs"];

    /// <summary>All of them, in order; of two with one uid the first counts.</summary>
    /// <param name="component">The Component's JSON, of whatever shape.</param>
    /// <returns>Each with its list in the status and its place there. What is no object counts as a place, and has no uid.</returns>
    public static IEnumerable<(string List, int Index, JsonElement Entry)> Of(JsonElement component)
    {
        var status = component.Child("status");
        return Lists.SelectMany(list => status.Items(list).Select((entry, index) => (list, index, entry)));
    }
}
