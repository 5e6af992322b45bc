using System.Globalization;
using System.Text.Json;

namespace ApiBridge.Domain;

/// <summary>
/// The fields of a message, held to what they can be: whoever may write to the queue writes them, and they go into the paths and hosts of
/// requests and into logs.
/// </summary>
internal static class EventField
{
    // Far above all that is ever sent.
    private const int MaxCharacters = 1024;

    /// <summary>The key of an object.</summary>
    /// <param name="element">Where its namespace, name and uid stand.</param>
    /// <param name="parent">The field that <paramref name="element"/> is of; null for the event itself.</param>
    /// <exception cref="MalformedEventException">No object can have it.</exception>
    public static ObjectKey Key(JsonElement element, string? parent)
    {
        var prefix = parent is null ? string.Empty : $"{parent}.";
        return new(
            element.Text("namespace") is var ns && KubernetesName.IsNamespace(ns) ? ns : throw Unexpected($"{prefix}namespace", ns, "a namespace, one DNS label,"),
            Name(element.Text("name"), $"{prefix}name"),
            Text(element, "uid", $"{prefix}uid"));
    }

    /// <summary>The name of an EndpointSlice.</summary>
    /// <exception cref="MalformedEventException">It is none.</exception>
    public static string Slice(JsonElement slice)
    {
        const string Field = "endpointSlices";

        // The raw text of a number, or of null, would pass for a name.
        return slice.ValueKind is JsonValueKind.String ? Name(slice.GetString()!, Field) : throw Unexpected(Field, slice.GetRawText(), "a Kubernetes name");
    }

    /// <summary>
    /// A count, like that of attempts. One that is too high, as one more would make it, is cut; a fraction is dropped; what is no number counts as none.
    /// </summary>
    /// <exception cref="MalformedEventException">It is below 0.</exception>
    public static int Count(JsonElement data, string field)
    {
        const NumberStyles Signed = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        var written = data.AsWritten(field);
        var count = data.Child(field) switch
        {
            { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out var value) => value,
            { ValueKind: JsonValueKind.String } when double.TryParse(written, Signed, CultureInfo.InvariantCulture, out var value) => value,
            _ => 0,
        };
        return count >= 0 ? (int)Math.Min(count, ApiEvent.MaxAttempt) : throw Unexpected(field, written, "0 or more");
    }

    /// <summary>A text that must be there.</summary>
    /// <exception cref="MalformedEventException">It is not, or it is none that anybody would send.</exception>
    public static string Required(JsonElement element, string field) =>
        Text(element, field, field) is { Length: > 0 } text ? text : throw new MalformedEventException($"The event has no {field}.");

    /// <summary>A text that may be missing.</summary>
    /// <returns>Null where it is.</returns>
    /// <exception cref="MalformedEventException">It is none that anybody would send.</exception>
    public static string? Optional(JsonElement element, string field) => Text(element, field, field) is { Length: > 0 } text ? text : null;

    /// <summary>A text that can be but one.</summary>
    /// <exception cref="MalformedEventException">It is another.</exception>
    public static void Expect(JsonElement element, string field, string expected)
    {
        if (element.Text(field) is var found && found != expected)
        {
            throw Unexpected(field, found, $"'{expected}'");
        }
    }

    private static string Name(string name, string field) => KubernetesName.IsValid(name) ? name : throw Unexpected(field, name, "a Kubernetes name");

    // CloudEvents allows no control characters in an attribute.
    private static string Text(JsonElement element, string field, string shown) =>
        element.Text(field) is var text && text.Length <= MaxCharacters && !text.Any(char.IsControl)
            ? text
            : throw Unexpected(shown, text, string.Create(CultureInfo.InvariantCulture, $"at most {MaxCharacters} characters, none of them a control character,"));

    private static MalformedEventException Unexpected(string field, string found, string expected) =>
        new($"The event's {field} is '{Excerpt.Of(found)}'; {expected} is expected.");
}
