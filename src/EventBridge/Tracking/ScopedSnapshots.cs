using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;

namespace ApiBridge.EventBridge.Tracking;

/// <summary>
/// Reads what is remembered of ExposedAPIs, by where they stand. The API server is asked for all, whatever their labels: it tells of one that leaves a
/// selector only once, and not at all to who was not there.
/// </summary>
/// <param name="entries">Which entry on the gateway is whose.</param>
/// <param name="reservedPaths">The gateway's own paths, under which no API is registered.</param>
/// <param name="scope">Which ExposedAPIs are looked after.</param>
internal sealed class ScopedSnapshots(GatewayEntries entries, IReadOnlyList<string> reservedPaths, ObjectScope scope)
{
    /// <summary>Reads what is remembered of one.</summary>
    /// <returns>Null for one that is out of scope, and nothing of ours.</returns>
    /// <exception cref="FormatException">It has no name or namespace.</exception>
    public ApiSnapshot? Read(JsonElement element)
    {
        var (place, adoptedBy) = PlaceOf(element);
        if (place is ScopePlace.Outside)
        {
            return null;
        }

        var api = ApiSnapshot.Read(element, entries, reservedPaths);

        // One that is paused before it was adopted waits for the end of that.
        return api.IsPaused && place is ScopePlace.Inside && !IsAdopted(element) ? api : In(place, adoptedBy, api);
    }

    /// <summary>Reads what is remembered of one that can't be read.</summary>
    /// <returns>Null for one that is out of scope, and nothing of ours, where that can be told.</returns>
    /// <exception cref="JsonException">What was left of it can't be read.</exception>
    public ApiSnapshot? ReadRest(UnreadableObject found)
    {
        if (!found.Rest.IsEmpty)
        {
            using var document = ObjectJson.Parse(found.Rest);
            if (PlaceOf(document.RootElement).Place is ScopePlace.Outside)
            {
                return null;
            }
        }

        return ApiSnapshot.ReadRest(found, entries, reservedPaths);
    }

    // Before all else is read: of what is not selected there may be any number.
    private (ScopePlace Place, string AdoptedBy) PlaceOf(JsonElement element)
    {
        if (scope.Selector.Length == 0)
        {
            return (ScopePlace.Inside, string.Empty);
        }

        var metadata = element.Child("metadata");
        var adoptedBy = metadata.Child("annotations").Text(ExposedApi.ScopeAnnotation);
        return (scope.PlaceOf(metadata.Text("namespace"), metadata.Texts("labels"), adoptedBy), adoptedBy);
    }

    private static bool IsAdopted(JsonElement element) =>
        element.Child("metadata").Items("finalizers").Any(finalizer => finalizer.ValueKind is JsonValueKind.String && finalizer.ValueEquals(ExposedApi.Finalizer));

    private ApiSnapshot In(ScopePlace place, string adoptedBy, ApiSnapshot api) => (place, api.OwnGap) switch
    {
        (ScopePlace.Leaving, var gap) => api with
        {
            OwnGap = gap is ConvergenceGap.Deleting || api.IsBeingDeleted ? gap : ConvergenceGap.LeavesScope,
            Claim = api.Claim with { Asked = null },
        },
        _ when scope.Selector.Length == 0 || adoptedBy == scope.Selector || api.IsBeingDeleted => api,
        _ => api with { OwnGap = adoptedBy.Length == 0 ? ConvergenceGap.NotAdopted : ConvergenceGap.AdoptedByAnother },
    };
}
