using System.Text.Json;

namespace ApiBridge.Shared.Kubernetes;

/// <summary>Compares the names of properties that anybody may have written.</summary>
public static class PropertyName
{
    /// <summary>Whether the property that a reader is at has a name.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="name">The name, in UTF-8.</param>
    /// <returns>False, too, for one that is no Unicode.</returns>
    public static bool IsAt(this ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
