using System.Collections;
using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.LocalStack.Functions;

/// <summary>The Functions app's settings on a developer's machine: local.settings.json, or its sample while there is none.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Values">Its values, those that the environment sets by the same name being the environment's.</param>
internal sealed record LocalSettings(string File, IReadOnlyDictionary<string, string> Values)
{
    private const string Name = "local.settings.json";

    /// <summary>Reads them.</summary>
    /// <param name="folder">Where the file is.</param>
    /// <exception cref="IOException">There is neither file.</exception>
    public static LocalSettings Read(string folder)
    {
        var own = Path.Combine(folder, Name);
        var file = System.IO.File.Exists(own) ? own : own + ".sample";
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var value in ParseValues(file))
        {
            values[value.Name] = value.Value.ToString();
        }

        foreach (var (name, value) in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => ((string)entry.Key, (string?)entry.Value)))
        {
            if (!string.IsNullOrEmpty(value) && values.ContainsKey(name))
            {
                values[name] = value;
            }
        }

        return new(file, values);
    }

    private static JsonElement.ObjectEnumerator ParseValues(string file)
    {
        try
        {
            return JsonElement.Parse(System.IO.File.ReadAllText(file), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })
                .Child("Values").EnumerateObject();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new IOException($"{file} can't be read: {exception.Message}", exception);
        }
    }
}
