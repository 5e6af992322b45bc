using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure.Storage.Queues;

namespace ApiBridge.FunctionsHost.Settings;

/// <summary>Reads the queue settings of an Azure Functions host.json, and is strict about them.</summary>
public sealed class HostJson
{
    /// <summary>The settings that there are.</summary>
    internal static readonly IReadOnlyList<string> Fields =
        ["batchSize", "newBatchThreshold", "maxPollingInterval", "visibilityTimeout", "maxDequeueCount", "messageEncoding"];

    private const string Section = "extensions.queues";
    private const int Shown = 80;

    private static readonly JsonDocumentOptions Syntax = new() { CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false };
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _path;
    private readonly JsonElement _queues;

    private HostJson(string path, JsonElement queues)
    {
        _path = path;
        _queues = queues;
    }

    /// <summary>Reads the file; what it does not say has the host's default.</summary>
    /// <exception cref="HostJsonException">The file is missing or not JSON, or a queue setting is unknown or out of range.</exception>
    public static QueueTriggerOptions Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(Strict.GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF'), Syntax);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Child(root, "version") is not { ValueKind: JsonValueKind.String } version
                || version.GetString() != "2.0")
            {
                throw new HostJsonException($"{path}: version: must be \"2.0\".");
            }

            return Child(root, "extensions") is not { } extensions
                ? new QueueTriggerOptions()
                : extensions.ValueKind != JsonValueKind.Object
                    ? throw new HostJsonException($"{path}: extensions: must be an object.")
                    : Child(extensions, "queues") is { } queues ? new HostJson(path, queues).Options() : new QueueTriggerOptions();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostJsonException($"{path}: can't be read ({exception.Message}); point to the app's host.json.", exception);
        }
        catch (JsonException exception)
        {
            throw new HostJsonException($"{path}: is not JSON ({exception.Message})", exception);
        }
        catch (Exception exception) when (exception is DecoderFallbackException or InvalidOperationException)
        {
            // A text that is cut in the middle of a character, be it in its bytes or by an escape.
            throw new HostJsonException($"{path}: has a text that is no Unicode ({exception.Message}); write it in UTF-8.", exception);
        }
    }

    /// <summary>Looks at queue settings that come from elsewhere.</summary>
    /// <param name="source">Where from, as the begin of a sentence about them.</param>
    /// <param name="queues">The settings, as they would be in the file.</param>
    /// <exception cref="HostJsonException">One is unknown or out of range.</exception>
    internal static void Check(string source, JsonElement queues) => new HostJson(source, queues).Options();

    private static JsonElement? Child(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var child) ? child : null;

    private QueueTriggerOptions Options()
    {
        if (_queues.ValueKind != JsonValueKind.Object)
        {
            throw new HostJsonException($"{_path}: {Section}: must be an object.");
        }

        foreach (var property in _queues.EnumerateObject())
        {
            if (!Fields.Contains(property.Name, StringComparer.Ordinal))
            {
                throw new HostJsonException(
                    $"{_path}: {Section}.{Cut(property.Name)}: no such setting; known are {string.Join(", ", Fields)}.");
            }
        }

        var defaults = new QueueTriggerOptions();
        var options = defaults with
        {
            BatchSize = Integer("batchSize", defaults.BatchSize, 1, QueueTriggerOptions.LargestBatch),
            MaxDequeueCount = Integer("maxDequeueCount", defaults.MaxDequeueCount, 1, int.MaxValue),
            MaxPollingInterval = Duration(
                "maxPollingInterval", defaults.MaxPollingInterval, QueueTriggerOptions.ShortestPollingInterval, TimeSpan.MaxValue),
            VisibilityTimeout = Duration(
                "visibilityTimeout", defaults.VisibilityTimeout, TimeSpan.Zero, QueueTriggerOptions.LongestVisibilityTimeout),
            MessageEncoding = Encoding("messageEncoding", defaults.MessageEncoding),
        };
        return Child(_queues, "newBatchThreshold") is null
            ? options
            : options with { NewBatchThreshold = Integer("newBatchThreshold", 0, 0, int.MaxValue) };
    }

    private int Integer(string field, int missing, int least, int most)
    {
        if (Child(_queues, field) is not { } element)
        {
            return missing;
        }

        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var value) && value >= least && value <= most
            ? value
            : throw Invalid(
                field, element, most == int.MaxValue ? $"a whole number of {least} or more" : $"a whole number from {least} to {most}");
    }

    private TimeSpan Duration(string field, TimeSpan missing, TimeSpan least, TimeSpan most)
    {
        if (Child(_queues, field) is not { } element)
        {
            return missing;
        }

        return element.ValueKind == JsonValueKind.String
            && TimeSpan.TryParse(element.GetString(), CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw Invalid(
                field,
                element,
                most == TimeSpan.MaxValue ? $"a time \"hh:mm:ss\" of {least:c} or more" : $"a time \"hh:mm:ss\" from {least:c} to {most:c}");
    }

    private QueueMessageEncoding Encoding(string field, QueueMessageEncoding missing)
    {
        if (Child(_queues, field) is not { } element)
        {
            return missing;
        }

        return element.ValueKind == JsonValueKind.String
            ? element.GetString() switch
            {
                "base64" => QueueMessageEncoding.Base64,
                "none" => QueueMessageEncoding.None,
                _ => throw Invalid(field, element, "\"base64\" or \"none\""),
            }
            : throw Invalid(field, element, "\"base64\" or \"none\"");
    }

    private HostJsonException Invalid(string field, JsonElement element, string valid) =>
        new($"{_path}: {Section}.{field}: {Cut(element.GetRawText())} is not valid; write {valid}.");

    private static string Cut(string text) => text.Length <= Shown ? text : $"{text.AsSpan(0, Shown)}…";
}
