using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Errors;

namespace ApiBridge.LocalStack.Kubernetes.Schema;

/// <summary>
/// Validates a custom resource. With an old state it ratchets, as servers do from 1.30 on: a value that the update leaves alone is
/// not held against it. Formats other than int32 and int64 are annotations, as they mostly are on a real server.
/// </summary>
internal static class SchemaValidator
{
    /// <returns>What is wrong, naming the field; empty when nothing is.</returns>
    public static IReadOnlyList<FieldError> Validate(JsonObject body, StructuralSchema schema, JsonObject? old = null)
    {
        var errors = new List<FieldError>();
        Check(body, old, old is not null, schema, "", errors);
        return errors;
    }

    private static void Check(
        JsonNode? value, JsonNode? old, bool ratchets, StructuralSchema schema, string path, List<FieldError> errors)
    {
        if (ratchets && JsonNode.DeepEquals(value, old))
        {
            return;
        }

        if (value is null)
        {
            if (!schema.Nullable && (schema.Type.Length > 0 || schema.IsIntOrString))
            {
                errors.Add(WrongType(value, schema, path));
            }

            return;
        }

        if (!HasType(value, schema))
        {
            errors.Add(WrongType(value, schema, path));
            return;
        }

        if (schema.Enum is { } allowed && !allowed.Any(one => JsonNode.DeepEquals(one, value)))
        {
            errors.Add(FieldError.NotSupported(path, value, allowed.Select(one => one?.ToString() ?? "null")));
        }

        switch (value)
        {
            case JsonObject map:
                CheckFields(map, old as JsonObject, ratchets, schema, path, errors);
                break;
            case JsonArray list:
                CheckItems(list, old as JsonArray, ratchets, schema, path, errors);
                break;
            default:
                CheckScalar(value, schema, path, errors);
                break;
        }

        CheckParts(value, schema, path, errors);
    }

    private static void CheckFields(
        JsonObject map, JsonObject? old, bool ratchets, StructuralSchema schema, string path, List<FieldError> errors)
    {
        CheckBounds(map.Count, schema.MinProperties, schema.MaxProperties, path, "properties", errors);
        foreach (var name in schema.Required.Where(name => !map.ContainsKey(name)))
        {
            errors.Add(FieldError.Required(Join(path, name)));
        }

        foreach (var (name, value) in map)
        {
            if (schema.Field(name) is { } field && !(path.Length == 0 && name == "metadata"))
            {
                var before = old?[name];
                Check(value, before, ratchets && old?.ContainsKey(name) == true, field, Join(path, name), errors);
            }
        }
    }

    private static void CheckItems(
        JsonArray list, JsonArray? old, bool ratchets, StructuralSchema schema, string path, List<FieldError> errors)
    {
        CheckBounds(list.Count, schema.MinItems, schema.MaxItems, path, "items", errors);
        for (var i = 0; schema.Items is { } items && i < list.Count; i++)
        {
            var known = ratchets && old is not null && i < old.Count;
            Check(list[i], known ? old![i] : null, known, items, $"{path}[{i}]", errors);
        }
    }

    private static void CheckScalar(JsonNode value, StructuralSchema schema, string path, List<FieldError> errors)
    {
        if (value.GetValueKind() == JsonValueKind.String)
        {
            var text = value.GetValue<string>();
            CheckBounds(new StringInfo(text).LengthInTextElements, schema.MinLength, schema.MaxLength, path, "chars long", errors);
            if (schema.Pattern is { } pattern && !pattern.IsMatch(text))
            {
                errors.Add(FieldError.Invalid(path, value, $"{path} in body should match '{pattern}'"));
            }
        }
        else if (value.GetValueKind() == JsonValueKind.Number
            && decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            if (schema.Minimum is { } least && (number < least || (schema.ExclusiveMinimum && number == least)))
            {
                errors.Add(FieldError.Invalid(path, value,
                    $"{path} in body should be greater than {(schema.ExclusiveMinimum ? "" : "or equal to ")}{least}"));
            }

            if (schema.Maximum is { } most && (number > most || (schema.ExclusiveMaximum && number == most)))
            {
                errors.Add(FieldError.Invalid(path, value,
                    $"{path} in body should be less than {(schema.ExclusiveMaximum ? "" : "or equal to ")}{most}"));
            }
        }
    }

    private static void CheckParts(JsonNode value, StructuralSchema schema, string path, List<FieldError> errors)
    {
        foreach (var part in schema.AllOf)
        {
            Check(value, null, ratchets: false, part, path, errors);
        }

        if (schema.AnyOf.Count > 0 && !schema.AnyOf.Any(part => Meets(value, part, path)))
        {
            errors.Add(FieldError.Invalid(path, value, $"{path} in body must validate at least one schema (anyOf)"));
        }

        if (schema.OneOf.Count > 0 && schema.OneOf.Count(part => Meets(value, part, path)) != 1)
        {
            errors.Add(FieldError.Invalid(path, value, $"{path} in body must validate one and only one schema (oneOf)"));
        }

        if (schema.Not is { } not && Meets(value, not, path))
        {
            errors.Add(FieldError.Invalid(path, value, $"{path} in body must not validate the schema (not)"));
        }
    }

    private static bool Meets(JsonNode value, StructuralSchema schema, string path)
    {
        var errors = new List<FieldError>();
        Check(value, null, ratchets: false, schema, path, errors);
        return errors.Count == 0;
    }

    private static void CheckBounds(
        long count, long? least, long? most, string path, string what, List<FieldError> errors)
    {
        if (count < least)
        {
            errors.Add(FieldError.Invalid(path, count, $"{path} in body should have at least {least} {what}"));
        }

        if (count > most)
        {
            errors.Add(FieldError.Invalid(path, count, $"{path} in body should have at most {most} {what}"));
        }
    }

    private static bool HasType(JsonNode value, StructuralSchema schema)
    {
        if (schema.IsIntOrString)
        {
            return value.GetValueKind() == JsonValueKind.String || IsInteger(value);
        }

        return schema.Type switch
        {
            "object" => value is JsonObject,
            "array" => value is JsonArray,
            "string" => value.GetValueKind() == JsonValueKind.String,
            "boolean" => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
            "number" => value.GetValueKind() == JsonValueKind.Number,
            "integer" => IsInteger(value),
            _ => true,
        };
    }

    private static bool IsInteger(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.Number
        && decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && decimal.IsInteger(number);

    private static FieldError WrongType(JsonNode? value, StructuralSchema schema, string path)
    {
        var found = value?.GetValueKind() switch
        {
            null => "null",
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => IsInteger(value) ? "integer" : "number",
            _ => "boolean",
        };
        var wanted = schema.IsIntOrString ? "integer,string" : schema.Type;
        return FieldError.WrongType(path, found, $"{path} in body must be of type {wanted}: \"{found}\"");
    }

    private static string Join(string path, string name)
    {
        if (name.Contains('.', StringComparison.Ordinal))
        {
            return $"{path}[{name}]";
        }

        return path.Length == 0 ? name : $"{path}.{name}";
    }
}
