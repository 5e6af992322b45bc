using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>What remains of a list of APIs: in which version each stood in it, and who claimed each name and path.</summary>
internal sealed class ClaimSnapshot
{
    private const string Several = "";
    private readonly Dictionary<string, string> _versionByUid = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _claimantUid = new(StringComparer.Ordinal);

    public ClaimSnapshot(IEnumerable<JsonElement> apis)
    {
        foreach (var api in apis)
        {
            var metadata = api.Child("metadata");
            _versionByUid[metadata.Text("uid")] = metadata.Text("resourceVersion");
            foreach (var claim in GatewayClaims.ClaimsOf(api))
            {
                _claimantUid[claim] = _claimantUid.ContainsKey(claim) ? Several : metadata.Text("uid");
            }
        }
    }

    /// <summary>Whether it has the API in the very version given, and nobody else who claims its name or its path.</summary>
    public bool ShowsAlone(ExposedApi api) =>
        _versionByUid.GetValueOrDefault(api.Key.Uid) == api.ResourceVersion
        && _claimantUid.GetValueOrDefault(api.Key.Name) == api.Key.Uid
        && _claimantUid.GetValueOrDefault(api.Spec.Path) == api.Key.Uid;
}
