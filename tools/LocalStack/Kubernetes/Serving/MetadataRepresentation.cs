using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Objects;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>The metadata of objects alone: PartialObjectMetadata.</summary>
internal sealed class MetadataRepresentation : FullRepresentation
{
    protected override (string ApiVersion, string Kind) ListType(ListPage page) => ("meta.k8s.io/v1", "PartialObjectMetadataList");

    public override void WriteObject(Utf8JsonWriter json, JsonObject body)
    {
        json.WriteStartObject();
        json.WriteString("kind", "PartialObjectMetadata");
        json.WriteString("apiVersion", "meta.k8s.io/v1");
        json.WritePropertyName("metadata");
        body.Metadata().WriteTo(json);
        json.WriteEndObject();
    }
}
