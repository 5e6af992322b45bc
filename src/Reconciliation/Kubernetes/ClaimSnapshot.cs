using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>What remains of a list of APIs: in which version each stood in it, and who claimed each path.</summary>
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

    /// <summary>Whether it has the API in the very version given, or in the one that was read, and nobody else who claims its path.</summary>
    /// <param name="api">The object as it is.</param>
    /// <param name="versionRead">The version in which it was read, since when nobody but us wrote it.</param>
    public bool ShowsAlone(ExposedApi api, string versionRead) =>
        _versionByUid.GetValueOrDefault(api.Key.Uid) is { } version
        && (version == api.ResourceVersion || version == versionRead)
        && _claimantUid.GetValueOrDefault(api.Spec.NormalPath) == api.Key.Uid;
}
