using System.Text;
using System.Text.Json;

namespace ApiBridge.CommandLine;

/// <summary>A file like the Functions app's local.settings.json.</summary>
internal static class SettingsFile
{
    private const string Fix = "give a file like local.settings.json in --settings, or the account in --storage";
    private static readonly JsonDocumentOptions Syntax = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the file's <c>Values</c>.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="InvalidDataException">It is no such file; the message is one line that names it and the fix.</exception>
    public static IReadOnlyDictionary<string, string?> Read(string file)
    {
        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"The configuration file '{file}' was not found: {Fix}");
        }

        try
        {
            using var document = JsonDocument.Parse(Strict.GetString(File.ReadAllBytes(file)).TrimStart('\uFEFF'), Syntax);
            return Values(file, document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            throw new InvalidDataException($"The configuration file '{file}' is no JSON ({exception.Message}): {Fix}", exception);
        }
    }

    private static Dictionary<string, string?> Values(string file, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException($"The configuration file '{file}' is no JSON object: {Fix}");
        }

        if (root.TryGetProperty("IsEncrypted", out var encrypted) && encrypted.ValueKind is not (JsonValueKind.False or JsonValueKind.Null))
        {
            throw new InvalidDataException(
                $"The configuration file '{file}' is encrypted (IsEncrypted is {encrypted.GetRawText()}): decrypt it with func settings decrypt, or give the account in --storage");
        }

        if (!root.TryGetProperty("Values", out var values) || values.ValueKind == JsonValueKind.Null)
        {
            return new(StringComparer.OrdinalIgnoreCase);
        }

        if (values.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException($"The configuration file '{file}' has Values that are no object: write \"Values\": {{ \"name\": \"value\" }}");
        }

        var read = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var value in values.EnumerateObject())
        {
            read[value.Name.Replace("__", ":", StringComparison.Ordinal)] = value.Value.ValueKind switch
            {
                JsonValueKind.Object or JsonValueKind.Array => throw new InvalidDataException(
                    $"The configuration file '{file}' has {value.Name} in Values, which is no text: write \"{value.Name}\": \"value\""),
                JsonValueKind.Null => null,
                JsonValueKind.String => value.Value.GetString(),
                _ => value.Value.GetRawText(),
            };
        }

        return read;
    }
}
