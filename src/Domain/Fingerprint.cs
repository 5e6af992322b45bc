using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ApiBridge.Domain;

/// <summary>A text in eight bytes, to compare and not to read.</summary>
public static class Fingerprint
{
    // The numbers below are left to whoever has something else to say than a text.
    private const ulong LeastBit = 1UL << 8;

    /// <summary>The fingerprint of a text: a part of its SHA-256, so that nobody makes two equal ones by accident.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>A number of 256 or more.</returns>
    public static ulong Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);
        return BinaryPrimitives.ReadUInt64LittleEndian(digest) | LeastBit;
    }
}
