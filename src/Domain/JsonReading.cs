using System.Collections.ObjectModel;
using System.Globalization;
using System.Text.Json;

namespace ApiBridge.Domain;

/// <summary>
/// Reads JSON whose shape nobody guarantees: with conversion strategy None an object comes back in whatever shape it was stored,
/// so what is absent or of another kind reads as empty, and validation says what is missing.
/// </summary>
public static class JsonReading
{
    /// <summary>A property's value.</summary>
    /// <param name="element">Any JSON value, or an undefined one.</param>
    /// <param name="name">The property.</param>
    /// <returns>Its value; undefined when there is none.</returns>
    public static JsonElement Child(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var child) ? child : default;

    /// <summary>A property's text.</summary>
    /// <param name="element">Any JSON value, or an undefined one.</param>
    /// <param name="name">The property.</param>
    /// <returns>Its text; empty when it is absent or no string.</returns>
    public static string Text(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : string.Empty;

    /// <summary>A property's value as it is written, to show it to whoever wrote it.</summary>
    /// <param name="element">Any JSON value, or an undefined one.</param>
    /// <param name="name">The property.</param>
    /// <returns>A string's text, else the JSON as it stands; empty when it is absent.</returns>
    public static string AsWritten(this JsonElement element, string name) => element.Child(name) switch
    {
        { ValueKind: JsonValueKind.Undefined } => string.Empty,
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        var other => other.GetRawText(),
    };

    /// <summary>A property's whole number, written as a number or as a string.</summary>
    /// <param name="element">Any JSON value, or an undefined one.</param>
    /// <param name="name">The property.</param>
    /// <returns>Its value; 0 when it is absent or no such number.</returns>
    public static int Number(this JsonElement element, string name) => element.Child(name) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var value) => value,
        { ValueKind: JsonValueKind.String } text
            when int.TryParse(text.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) => value,
        _ => 0,
    };

    /// <summary>A property's whole number, of any length that Kubernetes uses.</summary>
    /// <param name="element">Any JSON value, or an undefined one.</param>
    /// <param name="name">The property.</param>
    /// <returns>Its value; null when it is absent or no whole number.</returns>
    public static long? WholeNumber(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    /// <summary>A property's truth value.</summary>
    /// <param name="element">Any JSON value, or an undefined one.</param>
    /// <param name="name">The property.</param>
    /// <returns>Its value; null when it is absent or no boolean.</returns>
    public static bool? Flag(this JsonElement element, string name) => element.Child(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>A property's RFC 3339 time.</summary>
    /// <param name="element">Any JSON value, or an undefined one.</param>
    /// <param name="name">The property.</param>
    /// <returns>Its value; null when it is absent or no time.</returns>
    public static DateTimeOffset? Time(this JsonElement element, string name) =>
        DateTimeOffset.TryParse(
            element.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>The value, free of the document it was read from.</summary>
    /// <param name="element">Any JSON value, or an undefined one.</param>
    /// <returns>A value that outlives its document; undefined when <paramref name="element"/> is.</returns>
    public static JsonElement Detached(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Undefined ? default : element.Clone();

    /// <summary>A property's list items.</summary>
    /// <param name="element">Any JSON value, or an undefined one.</param>
    /// <param name="name">The property.</param>
    /// <returns>The items; none when it is absent or no list.</returns>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>An object of texts, such as labels.</summary>
    /// <param name="element">Any JSON value, or an undefined one.</param>
    /// <param name="name">The property.</param>
    /// <returns>Its properties that are strings; none when it is absent or no object.</returns>
    public static IReadOnlyDictionary<string, string> Texts(this JsonElement element, string name)
    {
        var child = element.Child(name);
        if (child.ValueKind != JsonValueKind.Object)
        {
            return ReadOnlyDictionary<string, string>.Empty;
        }

        var texts = new Dictionary<string, string>(child.GetPropertyCount(), StringComparer.Ordinal);
        foreach (var property in child.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.String)
            {
                texts[property.Name] = property.Value.GetString()!;
            }
        }

        return texts;
    }
}
