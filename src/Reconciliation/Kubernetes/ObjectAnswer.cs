using System.Runtime.InteropServices;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>An object as the API server answered it.</summary>
internal static class ObjectAnswer
{
    /// <summary>Reads an object.</summary>
    /// <exception cref="UnreadableObjectException">It is one, and can't be read.</exception>
    /// <exception cref="JsonException">It is none: something else answered, perhaps.</exception>
    public static JsonElement Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = ObjectJson.Parse(json);
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new JsonException($"an object was expected, and {document.RootElement.ValueKind} came");
        }
        catch (JsonException exception) when (UnreadableObject.Of(json, exception.Message) is { IsNamed: true } found)
        {
            throw new UnreadableObjectException(found, exception);
        }
    }

    /// <summary>Reads an ExposedAPI.</summary>
    /// <exception cref="UnreadableObjectException">It has no name.</exception>
    public static ExposedApi Parse(JsonElement answer)
    {
        try
        {
            return ExposedApi.Parse(answer);
        }
        catch (FormatException exception)
        {
            throw new UnreadableObjectException(UnreadableObject.Of(JsonMarshal.GetRawUtf8Value(answer).ToArray(), exception.Message), exception);
        }
    }
}
