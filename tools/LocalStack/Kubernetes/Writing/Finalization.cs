using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Resources;

namespace ApiBridge.LocalStack.Kubernetes.Writing;

/// <summary>What keeps a deleted object from going at once.</summary>
internal static class Finalization
{
    public const string Foreground = "foregroundDeletion";

    public const string Orphan = "orphan";

    /// <summary>Whether something has still to be done before the object may go; a namespace holds itself until it is empty.</summary>
    public static bool IsHeld(JsonObject body) =>
        body.Finalizers().Count > 0
        || (IsNamespace(body) && ObjectMetadata.Texts(body["spec"]?["finalizers"]).Count > 0);

    /// <summary>The object as it stands from the moment of its deletion.</summary>
    public static JsonObject Begin(JsonObject body, IEnumerable<string> finalizers, TimeProvider time)
    {
        var terminating = WithFinalizers(body, finalizers);
        var metadata = terminating.Metadata();
        metadata["deletionTimestamp"] = time.Timestamp();
        metadata["deletionGracePeriodSeconds"] = 0L;
        if (metadata.Number("generation") is { } generation)
        {
            MetadataRules.SetGeneration(metadata, generation + 1);
        }

        if (IsNamespace(body))
        {
            terminating["status"] = new JsonObject { ["phase"] = "Terminating" };
        }

        return terminating;
    }

    /// <summary>A copy of the object with just these finalizers.</summary>
    public static JsonObject WithFinalizers(JsonObject body, IEnumerable<string> finalizers)
    {
        var copy = (JsonObject)body.DeepClone();
        copy.Metadata().Remove("finalizers");
        if (finalizers.Select(finalizer => (JsonNode)finalizer).ToArray() is { Length: > 0 } list)
        {
            copy.Metadata()["finalizers"] = new JsonArray(list);
        }

        return copy;
    }

    private static bool IsNamespace(JsonObject body) =>
        body.Text("kind") == BuiltInResources.Namespaces.Kind && body.Text("apiVersion") == "v1";
}
