using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>Objects as they are.</summary>
internal class FullRepresentation : IRepresentation
{
    protected virtual (string ApiVersion, string Kind) ListType(ListPage page) => (page.At.ApiVersion, page.At.Type.ListKind);

    public virtual void WriteObject(Utf8JsonWriter json, JsonObject body) => body.WriteTo(json);

    public void WriteList(Utf8JsonWriter json, ListPage page)
    {
        var (apiVersion, kind) = ListType(page);
        json.WriteStartObject();
        json.WriteString("apiVersion", apiVersion);
        json.WriteString("kind", kind);
        WriteListMetadata(json, page);
        json.WriteStartArray("items");
        foreach (var item in page.Items)
        {
            WriteObject(json, item);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteListMetadata(Utf8JsonWriter json, ListPage page)
    {
        json.WriteStartObject("metadata");
        json.WriteString("resourceVersion", page.ResourceVersion);
        if (page.Continue is not null)
        {
            json.WriteString("continue", page.Continue);
        }

        if (page.Remaining is { } remaining)
        {
            json.WriteNumber("remainingItemCount", remaining);
        }

        json.WriteEndObject();
    }
}
