using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Errors;
using ApiBridge.LocalStack.Kubernetes.Patching;
using ApiBridge.LocalStack.Kubernetes.Resources;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>A patch in one of the forms Kubernetes knows, told apart by the media type.</summary>
internal sealed class ObjectPatch
{
    private const string Json = "application/json-patch+json";
    private const string Merge = "application/merge-patch+json";
    private const string Strategic = "application/strategic-merge-patch+json";
    private const string ServerSideApply = "application/apply-patch+yaml";

    private readonly Func<JsonObject, JsonObject> _apply;

    private ObjectPatch(Func<JsonObject, JsonObject> apply, bool createsMissing = false) =>
        (_apply, CreatesMissing) = (apply, createsMissing);

    /// <summary>Whether the patch is a server-side apply, which creates what does not exist.</summary>
    public bool CreatesMissing { get; }

    /// <exception cref="ApiException">The patch can't be read, or its form is not accepted by the resource.</exception>
    public static async Task<ObjectPatch> ReadAsync(HttpRequest request, ResourceAddress at, CancellationToken cancellationToken)
    {
        var mediaType = RequestBody.MediaType(request);
        var accepted = at.Type.IsCustom ? [Json, Merge, ServerSideApply] : (string[])[Json, Merge, Strategic, ServerSideApply];
        if (!accepted.Contains(mediaType))
        {
            throw ApiErrors.UnsupportedMediaType(accepted);
        }

        if (mediaType == ServerSideApply && request.Query["fieldManager"].ToString().Length == 0)
        {
            throw ApiErrors.BadRequest("PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
        }

        var body = await RequestBody.ReadAsync(request, cancellationToken);
        return (mediaType, body) switch
        {
            (Json, JsonArray operations) => new ObjectPatch(target => JsonPatch.Apply(target, operations)),
            (Merge, JsonObject changes) => Changing(target => JsonMergePatch.Apply(target, changes)),
            (Strategic, JsonObject changes) => Changing(target => StrategicMergePatch.Apply(target, changes)),
            // Who owns which field is not tracked, so apply sets fields and never takes any away.
            (ServerSideApply, JsonObject wanted) => Changing(target => StrategicMergePatch.Apply(target, wanted), createsMissing: true),
            _ => throw ApiErrors.BadRequest($"the body is no {mediaType}"),
        };
    }

    /// <summary>The object as the patch wants it; the one given is changed on the way.</summary>
    /// <exception cref="ApiException">The patch does not fit the object.</exception>
    public JsonObject Apply(JsonObject target)
    {
        try
        {
            return _apply(target);
        }
        catch (PatchRefusedException refused)
        {
            throw ApiErrors.PatchRefused(refused.Message);
        }
        catch (FormatException malformed)
        {
            throw ApiErrors.BadRequest(malformed.Message);
        }
    }

    private static ObjectPatch Changing(Action<JsonObject> change, bool createsMissing = false) => new(
        target =>
        {
            change(target);
            return target;
        },
        createsMissing);
}
