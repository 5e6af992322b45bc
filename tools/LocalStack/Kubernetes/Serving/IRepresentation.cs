using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>A form in which objects are shown to a client.</summary>
internal interface IRepresentation
{
    /// <summary>Writes one object.</summary>
    void WriteObject(Utf8JsonWriter json, JsonObject body);

    /// <summary>Writes a page of a list.</summary>
    void WriteList(Utf8JsonWriter json, ListPage page);
}
