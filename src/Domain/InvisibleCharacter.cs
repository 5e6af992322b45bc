using System.Globalization;
using System.Text;

namespace ApiBridge.Domain;

/// <summary>Characters that nobody sees, or that change how others are shown: with them two texts look the same and are not.</summary>
internal static class InvisibleCharacter
{
    // Default ignorable code points (Unicode Character Database, DerivedCoreProperties.txt) that are in no category of their own.
    private static readonly (int First, int Last)[] Ignorable =
    [
        (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F),
        (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF),
    ];

    /// <summary>
    /// Whether it is a control character, a format character (zero-width, bidirectional, soft hyphen), a line or paragraph separator, or
    /// one that is not shown by default, like a variation selector.
    /// </summary>
    public static bool Is(Rune character) =>
        Rune.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator
        || Array.Exists(Ignorable, range => character.Value >= range.First && character.Value <= range.Last);
}
