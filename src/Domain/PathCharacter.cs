using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ApiBridge.Domain;

/// <summary>One character of a path, percent-decoded once.</summary>
/// <param name="Value">The character.</param>
/// <param name="Spelling">How it is written.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PathCharacter(Rune Value, PathSpelling Spelling)
{
    private const int EncodedLength = 3;

    /// <summary>The characters of a path.</summary>
    /// <param name="path">Any text.</param>
    public static IReadOnlyList<PathCharacter> Of(string path)
    {
        var characters = new List<PathCharacter>(path.Length);
        for (var at = 0; at < path.Length;)
        {
            if (OctetAt(path, at) is not null)
            {
                at = AddEncoded(path, at, characters);
            }
            else if (Rune.TryGetRuneAt(path, at, out var plain))
            {
                characters.Add(new(plain, plain.Value == '%' ? PathSpelling.LonePercent : PathSpelling.Plain));
                at += plain.Utf16SequenceLength;
            }
            else
            {
                characters.Add(new(Rune.ReplacementChar, PathSpelling.LoneSurrogate));
                at++;
            }
        }

        return characters;
    }

    private static int AddEncoded(string path, int at, List<PathCharacter> characters)
    {
        var octets = new List<byte>();
        for (; OctetAt(path, at) is { } octet; at += EncodedLength)
        {
            octets.Add(octet);
        }

        ReadOnlySpan<byte> left = octets.ToArray();
        while (left.Length > 0)
        {
            var isUtf8 = Rune.DecodeFromUtf8(left, out var value, out var length) == OperationStatus.Done;
            characters.Add(isUtf8 ? new(value, PathSpelling.Encoded) : new(new(left[0]), PathSpelling.NotUtf8));
            left = left[(isUtf8 ? length : 1)..];
        }

        return at;
    }

    private static byte? OctetAt(string path, int at) =>
        at + EncodedLength <= path.Length && path[at] == '%'
        && byte.TryParse(path.AsSpan(at + 1, EncodedLength - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet)
            ? octet
            : null;
}
