using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>
/// A list of APIs by what they claim, or have on record, of a gateway: names and paths. Of many APIs few claim the same, so an object is
/// looked into no further until it is asked for.
/// </summary>
internal sealed class ClaimedNames
{
    private readonly Dictionary<string, List<JsonElement>> _byClaim = new(StringComparer.Ordinal);

    public ClaimedNames(IEnumerable<JsonElement> apis)
    {
        foreach (var api in apis)
        {
            var path = api.Child("spec").Text("path");
            var recorded = api.Child("status").Child("apigBind").Child("spec").Text("path");
            Add(api.Child("metadata").Text("name"), api);
            Add(path, api);
            if (recorded != path)
            {
                Add(recorded, api);
            }
        }
    }

    /// <summary>The APIs of that name, or with that path in their spec or on record.</summary>
    public IReadOnlyList<ExposedApi> Of(string name, string path) =>
        [.. new[] { name, path }.SelectMany(claim => _byClaim.GetValueOrDefault(claim, [])).Select(ExposedApi.Parse).DistinctBy(api => api.Key)];

    private void Add(string claim, JsonElement api)
    {
        if (claim.Length == 0)
        {
            return;
        }

        if (!_byClaim.TryGetValue(claim, out var apis))
        {
            _byClaim[claim] = apis = [];
        }

        apis.Add(api);
    }
}
