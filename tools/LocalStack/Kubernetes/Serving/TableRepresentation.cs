using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Resources;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>Objects as the rows of a meta.k8s.io/v1 Table, which is what <c>kubectl get</c> prints.</summary>
/// <param name="version">Whose columns are shown.</param>
/// <param name="includeObject">What comes with a row: <c>Metadata</c>, <c>Object</c> or <c>None</c>.</param>
/// <param name="time">For the ages.</param>
internal sealed class TableRepresentation(ServedVersion version, string includeObject, TimeProvider time) : IRepresentation
{
    private static readonly MetadataRepresentation MetadataOnly = new();

    public void WriteObject(Utf8JsonWriter json, JsonObject body)
    {
        WriteStart(json);
        json.WriteStartObject("metadata");
        json.WriteString("resourceVersion", body.Metadata().Text("resourceVersion"));
        json.WriteEndObject();
        WriteRows(json, [body]);
    }

    public void WriteList(Utf8JsonWriter json, ListPage page)
    {
        WriteStart(json);
        FullRepresentation.WriteListMetadata(json, page);
        WriteRows(json, page.Items);
    }

    private static void WriteStart(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("kind", "Table");
        json.WriteString("apiVersion", "meta.k8s.io/v1");
    }

    private void WriteRows(Utf8JsonWriter json, IEnumerable<JsonObject> bodies)
    {
        json.WriteStartArray("columnDefinitions");
        WriteColumn(json, "Name", "string", "name", "Name must be unique within a namespace.", 0);
        foreach (var column in version.Columns)
        {
            WriteColumn(json, column.Name, column.Type, column.Format, column.Description, column.Priority);
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (var body in bodies)
        {
            WriteRow(json, body);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteColumn(
        Utf8JsonWriter json, string name, string type, string format, string description, int priority)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("type", type);
        json.WriteString("format", format);
        json.WriteString("description", description);
        json.WriteNumber("priority", priority);
        json.WriteEndObject();
    }

    private void WriteRow(Utf8JsonWriter json, JsonObject body)
    {
        json.WriteStartObject();
        json.WriteStartArray("cells");
        json.WriteStringValue(body.Name());
        foreach (var column in version.Columns)
        {
            WriteCell(json, column, body);
        }

        json.WriteEndArray();
        if (includeObject != "None")
        {
            json.WritePropertyName("object");
            if (includeObject == "Object")
            {
                body.WriteTo(json);
            }
            else
            {
                MetadataOnly.WriteObject(json, body);
            }
        }

        json.WriteEndObject();
    }

    private void WriteCell(Utf8JsonWriter json, PrinterColumn column, JsonObject body)
    {
        var values = column.Values(body).OfType<JsonNode>();
        if (column.Joined && column.Type == "string")
        {
            json.WriteStringValue(string.Join(",", values));
            return;
        }

        switch (values.FirstOrDefault())
        {
            case null:
                json.WriteNullValue();
                break;
            case var value when column.Type == "date":
                json.WriteStringValue(DateTimeOffset.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var since)
                    ? HumanDuration.Format(time.GetUtcNow() - since)
                    : "<invalid>");
                break;
            case var value when column.Type == "string":
                json.WriteStringValue(value.ToString());
                break;
            case var value when MatchesType(value, column.Type):
                value.WriteTo(json);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private static bool MatchesType(JsonNode value, string type) => value.GetValueKind() switch
    {
        JsonValueKind.Number => type is "integer" or "number",
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        _ => false,
    };
}
