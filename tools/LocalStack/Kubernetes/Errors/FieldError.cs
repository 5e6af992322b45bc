using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Kubernetes.Errors;

/// <summary>One reason why an object is refused, in the words of apimachinery's <c>field.Error</c>.</summary>
/// <param name="Reason">Machine-readable cause, for example <c>FieldValueRequired</c>.</param>
/// <param name="Field">Path of the field, for example <c>spec.port</c>.</param>
/// <param name="Message">The cause without the field's name.</param>
internal sealed record FieldError(string Reason, string Field, string Message)
{
    public static FieldError Required(string field, string? detail = null) =>
        new("FieldValueRequired", field, detail is null ? "Required value" : $"Required value: {detail}");

    public static FieldError Invalid(string field, JsonNode? value, string detail) =>
        new("FieldValueInvalid", field, $"Invalid value: {Show(value)}: {detail}");

    public static FieldError WrongType(string field, JsonNode? value, string detail) =>
        new("FieldValueTypeInvalid", field, $"Invalid value: {Show(value)}: {detail}");

    public static FieldError NotSupported(string field, JsonNode? value, IEnumerable<string> supported) =>
        new("FieldValueNotSupported", field,
            $"Unsupported value: {Show(value)}: supported values: {string.Join(", ", supported.Select(s => $"\"{s}\""))}");

    public static FieldError Forbidden(string field, string detail) =>
        new("FieldValueForbidden", field, $"Forbidden: {detail}");

    /// <summary>The field and the message, as a Status quotes them.</summary>
    public override string ToString() => $"{Field}: {Message}";

    private static string Show(JsonNode? value) => value?.ToJsonString() ?? "null";
}
