using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ApiBridge.Reconciliation.Tests.MixedVersions;

/// <summary>
/// Reads a message as the worker of version 0.1.0 does. A rollback sends it what later versions sent, and what it does not read it poisons.
/// It stays as it is, whatever becomes of the codec.
/// </summary>
internal static partial class ReleasedReader
{
    private const int MaxBytes = 48 * 1024;
    private static readonly string[] Reasons = ["Listed", "Changed", "Deleted", "Readiness", "Resync", "Retry", "Contested"];

    /// <summary>Reads a message.</summary>
    /// <exception cref="FormatException">0.1.0 would poison it.</exception>
    public static ReleasedEvent Read(ReadOnlyMemory<byte> message)
    {
        Expect(message.Length <= MaxBytes, "at most 48 KiB");
        using var document = JsonDocument.Parse(message);
        var root = document.RootElement;
        Expect(Text(root, "specversion") == "1.0", "specversion 1.0");
        Expect(Text(root, "type") == "org.tmforum.oda.exposedapi.changed", "the type");
        Expect(Text(root, "id").Length > 0 && Text(root, "source").Length > 0, "an id and a source");
        Expect(
            DateTimeOffset.TryParse(Text(root, "time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _), "an RFC 3339 time");
        Expect(root.TryGetProperty("data", out var data) && data.ValueKind is JsonValueKind.Object, "data that is an object");
        var (ns, name, reason) = (Text(data, "namespace"), Text(data, "name"), Text(data, "reason"));
        Expect(ns.Length <= 253 && Name().IsMatch(ns), "a namespace");
        Expect(name.Length <= 253 && Name().IsMatch(name), "a name");
        Expect(Array.IndexOf(Reasons, reason) >= 0, "a reason that it knows");
        var attempt = Number(data, "attempt");
        Expect(attempt >= 0, "an attempt of 0 or more");
        return new(
            ns,
            name,
            Text(data, "uid"),
            reason,
            attempt,
            data.TryGetProperty("inDoubt", out var inDoubt) && inDoubt.ValueKind is JsonValueKind.True,
            LastPath(data, name));
    }

    // A registration under another name than the object's counts as none.
    private static string LastPath(JsonElement data, string name) =>
        data.TryGetProperty("lastRegistration", out var last) && Text(last, "name") == name ? Text(last, "path") : string.Empty;

    private static string Text(JsonElement element, string field) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(field, out var text) && text.ValueKind is JsonValueKind.String
            ? text.GetString()!
            : string.Empty;

    private static int Number(JsonElement element, string field) =>
        element.TryGetProperty(field, out var number) && number.ValueKind is JsonValueKind.Number && number.TryGetInt32(out var value) ? value : 0;

    private static void Expect(bool holds, string what)
    {
        if (!holds)
        {
            throw new FormatException($"0.1.0 expects {what}");
        }
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
