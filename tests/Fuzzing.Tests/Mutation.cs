using System.Text;
using System.Text.Json;
using CsCheck;

namespace ApiBridge.Fuzzing.Tests;

/// <summary>A good document with a few places changed, so that what is read of it gets past the first look.</summary>
internal static class Mutation
{
    /// <summary>JSON of which one to three values were replaced, or left out, or are there twice.</summary>
    /// <param name="sample">A good document.</param>
    public static Gen<string> OfJson(string sample)
    {
        var root = JsonElement.Parse(sample);
        var values = Count(root);
        return Gen.Select(Gen.Int[0, values - 1], Gen.Enum<Edit>(), Hostile.Json).Array[1, 3].Select(edits =>
        {
            var next = 0;
            var text = new StringBuilder();
            Write(root, edits, ref next, text);
            return text.ToString();
        });
    }

    /// <summary>Text of which a few lines were left out, doubled, or had something put in their place.</summary>
    /// <param name="sample">A good document.</param>
    public static Gen<string> OfLines(string sample)
    {
        var lines = sample.ReplaceLineEndings("\n").Split('\n');
        return Gen.Select(Gen.Int[0, lines.Length - 1], Gen.Enum<Edit>(), Hostile.Text).Array[1, 3].Select(edits => string.Join('\n', lines.SelectMany((line, index) =>
            edits.FirstOrDefault(edit => edit.Item1 == index) is not { Item3: { } put } edit ? [line]
            : edit.Item2 switch
            {
                Edit.LeaveOut => [],
                Edit.Double => [line, line],
                _ => (string[])[line.Contains(':', StringComparison.Ordinal) ? $"{line[..(line.IndexOf(':', StringComparison.Ordinal) + 1)]} {put}" : put],
            })));
    }

    /// <summary>Bytes of which some were replaced, or cut off.</summary>
    /// <param name="sample">A good document.</param>
    public static Gen<byte[]> OfBytes(string sample)
    {
        var bytes = Encoding.UTF8.GetBytes(sample);
        return Gen.Select(Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte).Array[0, 4], Gen.Int[0, bytes.Length]).Select((edits, length) =>
        {
            var changed = bytes.ToArray();
            foreach (var (index, value) in edits)
            {
                changed[index] = value;
            }

            return changed[..(edits.Length > 0 ? bytes.Length : length)];
        });
    }

    private static int Count(JsonElement element) => 1 + element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Sum(field => Count(field.Value)),
        JsonValueKind.Array => element.EnumerateArray().Sum(Count),
        _ => 0,
    };

    private static void Write(JsonElement element, (int Index, Edit Edit, string Json)[] edits, ref int next, StringBuilder text)
    {
        var index = next++;
        if (edits.FirstOrDefault(edit => edit.Index == index && edit.Edit is Edit.Replace) is { Json: { } put })
        {
            next += Count(element) - 1;
            text.Append(put);
            return;
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                foreach (var field in element.EnumerateObject())
                {
                    WriteChild(field.Value, $"\"{JsonEncodedText.Encode(field.Name)}\":", edits, ref next, text);
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (var item in element.EnumerateArray())
                {
                    WriteChild(item, string.Empty, edits, ref next, text);
                }

                text.Append(']');
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    private static void WriteChild(JsonElement child, string name, (int Index, Edit Edit, string Json)[] edits, ref int next, StringBuilder text)
    {
        var index = next;
        var edit = edits.FirstOrDefault(edit => edit.Index == index && edit.Edit is not Edit.Replace);
        if (edit is { Edit: Edit.LeaveOut, Json: not null })
        {
            next += Count(child);
            return;
        }

        if (edit.Json is not null)
        {
            Comma(text).Append(name).Append(edit.Json);
        }

        Comma(text).Append(name);
        Write(child, edits, ref next, text);
    }

    private static StringBuilder Comma(StringBuilder text) => text.Length > 0 && text[^1] is not ('{' or '[') ? text.Append(',') : text;

    private enum Edit
    {
        Replace,
        LeaveOut,
        Double,
    }
}
