using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>
/// The APIs on a gateway by the paths that they claim, or have on record. Of many APIs few claim the same, so an object is looked into no
/// further until it is asked for.
/// </summary>
public sealed class GatewayClaims
{
    private readonly Dictionary<string, List<JsonElement>> _byClaim = new(StringComparer.Ordinal);
    private readonly List<JsonElement> _yielding = [];

    /// <summary>Nobody claims anything.</summary>
    public static GatewayClaims None { get; } = new([]);

    /// <summary>Sorts them.</summary>
    /// <param name="apis">The objects, as the API server listed them.</param>
    public GatewayClaims(IEnumerable<JsonElement> apis)
    {
        ArgumentNullException.ThrowIfNull(apis);
        foreach (var api in apis)
        {
            foreach (var claim in ClaimsOf(api))
            {
                Add(claim, api);
            }

            if (api.Child("status").Items("conditions").Any(condition => condition.Text("reason") == ConditionReasons.PathConflict))
            {
                _yielding.Add(api);
            }
        }
    }

    /// <summary>The path in the spec of an API and the one on record, in their normal form, each once.</summary>
    public static IEnumerable<string> ClaimsOf(JsonElement api) => new[]
    {
        api.Child("spec").Text("path"),
        api.Child("status").Child("apigBind").Child("spec").Text("path"),
    }.Where(path => path.Length > 0).Select(ApiPath.Normalise).Distinct(StringComparer.Ordinal);

    /// <summary>The APIs with that path in their spec or on record.</summary>
    /// <param name="path">The path in its normal form.</param>
    /// <returns>Each once.</returns>
    public IReadOnlyList<ExposedApi> Of(string path) => [.. _byClaim.GetValueOrDefault(path, []).Select(ExposedApi.Parse)];

    /// <summary>The APIs that say of themselves that they yield to another.</summary>
    /// <returns>Each once.</returns>
    public IEnumerable<ExposedApi> Yielding() => _yielding.Select(ExposedApi.Parse);

    private void Add(string claim, JsonElement api)
    {
        if (!_byClaim.TryGetValue(claim, out var apis))
        {
            _byClaim[claim] = apis = [];
        }

        apis.Add(api);
    }
}
