using System.Text.Json;

namespace ApiBridge.Domain;

/// <summary>The neighbours that a message names, each with its role: <c>data.neighbours</c>, at most one of each role.</summary>
internal static class NeighbourCodec
{
    /// <summary>The role of an elder that blocks the path that the object wants.</summary>
    public const string Blocks = "blocks";

    /// <summary>The role of an elder that holds the path that the object has, or wants.</summary>
    public const string Holds = "holds";

    private const string Field = "neighbours";

    public static void Write(Utf8JsonWriter writer, ObjectKey? blocker, ObjectKey? holder)
    {
        if (blocker is null && holder is null)
        {
            return;
        }

        writer.WriteStartArray(Field);
        Write(writer, blocker, Blocks);
        Write(writer, holder, Holds);
        writer.WriteEndArray();
    }

    /// <summary>The neighbour of a role. One of a role that this version does not know is passed over.</summary>
    /// <exception cref="MalformedEventException">It has no key that an object can have.</exception>
    public static ObjectKey? Read(JsonElement data, string role)
    {
        var neighbour = data.Items(Field).FirstOrDefault(item => item.Text("role") == role);
        return neighbour.ValueKind is JsonValueKind.Object
            ? EventField.Key(neighbour, Field)
            : null;
    }

    private static void Write(Utf8JsonWriter writer, ObjectKey? neighbour, string role)
    {
        if (neighbour is not { } key)
        {
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("namespace", key.Namespace);
        writer.WriteString("name", key.Name);
        writer.WriteString("uid", key.Uid);
        writer.WriteString("role", role);
        writer.WriteEndObject();
    }
}
