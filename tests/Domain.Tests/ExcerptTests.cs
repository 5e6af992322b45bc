using System.Text;

namespace ApiBridge.Domain.Tests;

public sealed class ExcerptTests
{
    [Theory]
    [InlineData("")]
    [InlineData("/orders/v4 ü 한국어 😀 e\u0301")]
    public void WhatCanBeSeenIsShownAsItIs(string text) => Assert.Equal(text, Excerpt.Of(text));

    [Theory]
    [InlineData("a\u001B[31mb", @"a\u001B[31mb")]
    [InlineData("a\r\n\0", @"a\u000D\u000A\u0000")]
    [InlineData("a\u0085b", @"a\u0085b")]
    [InlineData("a\u200Bb", @"a\u200Bb")]
    [InlineData("a\u202Eb\u2069", @"a\u202Eb\u2069")]
    [InlineData("a\u00ADb\uFEFF", @"a\u00ADb\uFEFF")]
    [InlineData("a\u00A0b\u3000", @"a\u00A0b\u3000")]
    [InlineData("a\u2028b", @"a\u2028b")]
    [InlineData("a\U000E0041b", @"a\U000E0041b")]
    [InlineData("a\U0001D173b", @"a\U0001D173b")]
    public void WhatCanNotBeSeenIsAnEscape(string text, string shown) => Assert.Equal(shown, Excerpt.Of(text));

    [Fact]
    public void HalfASurrogatePairIsAnEscape() => Assert.Equal(@"a\uD83Db\uDE00", Excerpt.Of("a" + '\uD83D' + "b" + '\uDE00'));

    [Fact]
    public void EightyCharactersAreShownAndMoreAreAnEllipsis()
    {
        var eighty = new string('x', 80);

        Assert.Equal((eighty, eighty + "…"), (Excerpt.Of(eighty), Excerpt.Of(eighty + "y")));
    }

    [Fact]
    public void NoCharacterIsCutInTwo()
    {
        var faces = string.Concat(Enumerable.Repeat("😀", 80));

        Assert.Equal((faces, faces + "…"), (Excerpt.Of(faces), Excerpt.Of(faces + "x")));
    }

    [Fact]
    public void NoEscapeIsCut()
    {
        var most = new string('x', 75);

        Assert.Equal(most + "…", Excerpt.Of(most + "\u200B"));
        Assert.Equal(most[1..] + @"\u200B", Excerpt.Of(most[1..] + "\u200B"));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("ü")]
    [InlineData("路")]
    [InlineData("😀")]
    [InlineData("\u200B")]
    public void ASentenceTakesNoMoreBytesThanItMayAndLosesNoCharacterHalf(string character)
    {
        for (var most = 3; most < 40; most++)
        {
            var excerpt = Excerpt.Of(string.Concat(Enumerable.Repeat(character, 50)), most);

            Assert.InRange(Encoding.UTF8.GetByteCount(excerpt), Math.Max(3, most - 8), most);
            Assert.EndsWith("…", excerpt, StringComparison.Ordinal);
            Assert.DoesNotContain('\uFFFD', excerpt);
        }
    }

    [Theory]
    [InlineData("xxxxxxxxxx")]
    [InlineData("ünöäü")]
    [InlineData("路路路x")]
    public void ASentenceThatFitsIsWhole(string text) => Assert.Equal(text, Excerpt.Of(text, 10));

    [Fact]
    public void AnExcerptOfAnExcerptIsTheSame()
    {
        var once = Excerpt.Of("a\r\n\u202E" + new string('x', 100), 60);

        Assert.Equal(once, Excerpt.Of(once, 60));
    }
}
