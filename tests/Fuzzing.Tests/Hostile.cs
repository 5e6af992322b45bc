using System.Text.Json;
using CsCheck;

namespace ApiBridge.Fuzzing.Tests;

/// <summary>Values that somebody who means harm, or who made a mistake, would write.</summary>
internal static class Hostile
{
    /// <summary>Texts: empty, blank, long, with control and invisible characters, paths out of a path, numbers past every limit.</summary>
    public static Gen<string> Text { get; } = Gen.Frequency(
        (1, Gen.String[Gen.Char, 0, 30]),
        (2, Gen.OneOf(
            string.Empty, " ", "\0", "a\r\nb", "\e[31mred\e[0m", "\u202egnp", "\ufeff", "\u00e9", "\U0001F600",
            "../../api/v1/namespaces/kube-system/secrets/x", "..", "/", "a/b", "a%2fb", "a?b", "a#b", "shop.evil.example.org", "UPPER", "-", "a_b",
            "2147483647", "2147483648", "-1", "1e999", "NaN", "true", "null", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "2026-02-30T00:00:00Z",
            "{namespace}.{name}", "${ENV}", "%APPDATA%", "javascript:alert(1)", "http://[::1", "[red]x[/]")),
        (1, Gen.Int[200, 3_000].Select(length => new string('x', length))));

    private static Gen<string> Name { get; } = Gen.Frequency(
        (3, Gen.OneOf("metadata", "name", "namespace", "spec", "status", "items", "url", "type", "object", "code", "kind").Select(Quoted)),
        (1, Text.Select(Quoted)),
        (1, Gen.OneOf("\"\\ud800\"", "\"a\\u0000\"")));

    /// <summary>
    /// JSON as it may stand on the wire: every kind where another is expected, numbers past every limit, texts that are no Unicode, the same field
    /// twice, nested more deeply than readers go by default.
    /// </summary>
    public static Gen<string> Json { get; } = Gen.Recursive<string>((depth, inner) => Gen.Frequency(
        (4, Text.Select(Quoted)),
        (4, Gen.OneOf("null", "true", "false", "0", "-1", "2147483648", "1e400", "-0.0", "80.5", "12345678901234567890123", "\"\\ud800\"", "\"\\udc00x\"", "\"\\u0000\"")),
        (1, Gen.Int[10, 200].Select(levels => new string('[', levels) + new string(']', levels))),
        (1, Gen.Int[10, 200].Select(levels => string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels))),
        (depth < 3 ? 2 : 0, inner.Array[0, 4].Select(items => $"[{string.Join(',', items)}]")),
        (depth < 3 ? 2 : 0, Gen.Select(Name, inner).Array[0, 4].Select(fields => $"{{{string.Join(',', fields.Select(field => $"{field.Item1}:{field.Item2}"))}}}"))));

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(new string([.. text.Select(letter => char.IsSurrogate(letter) ? '?' : letter)]))}\"";
}
