using System.Buffers;
using System.Globalization;
using System.Text;

namespace ApiBridge.Domain;

/// <summary>The one form in which paths on the gateway are compared (RFC 3986, section 6.2.2).</summary>
public static class ApiPath
{
    // RFC 3986, section 2.3.
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private static readonly SearchValues<char> UnreservedCharacters = SearchValues.Create(Unreserved);

    // What else may stand in a path as it is: RFC 3986, section 3.3. Encoded it may mean something else, and stays encoded.
    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create(Unreserved + "/!$&'()*+,;=:@");

    /// <summary>
    /// The normal form of a path: percent-encodings in upper case, what needs no encoding decoded, all else encoded as UTF-8, and no
    /// slash at the end. Two paths of the same normal form are one claim.
    /// </summary>
    /// <param name="path">Any text, be it a path that can be registered or not. Dot segments are left: they are refused.</param>
    /// <returns>The normal form, whose own normal form is itself; of an empty text an empty one, of slashes alone one slash.</returns>
    public static string Normalise(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var normal = path.AsSpan().ContainsAnyExcept(PlainCharacters) ? Encode(path) : path;
        return normal.Length == 0 || normal[^1] != '/' ? normal : normal.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/";
    }

    private static string Encode(string path)
    {
        var normal = new StringBuilder(path.Length);
        Span<byte> octets = stackalloc byte[4];
        foreach (var (value, spelling) in PathCharacter.Of(path))
        {
            if (IsPlain(value, spelling))
            {
                normal.Append((char)value.Value);
                continue;
            }

            // An octet that is no UTF-8, and the sign of a malformed encoding, stand for themselves.
            octets[0] = (byte)value.Value;
            var count = spelling is PathSpelling.NotUtf8 ? 1 : value.EncodeToUtf8(octets);
            foreach (var octet in octets[..count])
            {
                normal.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
            }
        }

        return normal.ToString();
    }

    private static bool IsPlain(Rune value, PathSpelling spelling) => value.IsAscii && spelling switch
    {
        PathSpelling.LonePercent or PathSpelling.NotUtf8 => false,
        PathSpelling.Plain => PlainCharacters.Contains((char)value.Value),
        _ => UnreservedCharacters.Contains((char)value.Value),
    };
}
