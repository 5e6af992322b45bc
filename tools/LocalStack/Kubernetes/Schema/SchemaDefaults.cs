using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Kubernetes.Schema;

/// <summary>Fills in a schema's defaults for absent fields, and for nulls that the schema does not allow.</summary>
internal static class SchemaDefaults
{
    /// <summary>Changes the value in place.</summary>
    public static void Apply(JsonNode? value, StructuralSchema schema)
    {
        switch (value)
        {
            case JsonObject map:
                foreach (var (name, field) in schema.Properties)
                {
                    if (field.Default is not null && map[name] is null && !(map.ContainsKey(name) && field.Nullable))
                    {
                        map[name] = field.Default.DeepClone();
                    }
                }

                foreach (var (name, child) in map)
                {
                    if (schema.Field(name) is { } field)
                    {
                        Apply(child, field);
                    }
                }

                break;
            case JsonArray list when schema.Items is { } items:
                foreach (var item in list)
                {
                    Apply(item, items);
                }

                break;
        }
    }
}
