using ApiBridge.Shared.Scope;

namespace ApiBridge.Shared.Tests.Scope;

/// <summary>A selector means what it means to an API server, whose rules are those of k8s.io/apimachinery, pkg/labels.</summary>
public sealed class LabelSelectorTests
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal)
    {
        ["tier"] = "gold",
        ["env"] = "",
        ["size"] = "10",
        ["example.com/team"] = "Shop_1.a",
        ["in"] = "notin",
    };

    [Theory]
    [InlineData("", true)]
    [InlineData(" \t\r\n", true)]
    [InlineData("tier=gold", true)]
    [InlineData("tier==gold", true)]
    [InlineData("tier=silver", false)]
    [InlineData("tier=Gold", false)]
    [InlineData("Tier=gold", false)]
    [InlineData("missing=gold", false)]
    [InlineData("env=", true)]
    [InlineData("env==", true)]
    [InlineData("env= ", true)]
    [InlineData("tier=", false)]
    [InlineData("missing=", false)]
    [InlineData("env=,tier=gold", true)]
    [InlineData("tier!=gold", false)]
    [InlineData("tier!=silver", true)]
    [InlineData("missing!=gold", true)]
    [InlineData("missing!=", true)]
    [InlineData("env!=", false)]
    [InlineData("tier in (gold)", true)]
    [InlineData("tier in (silver,gold)", true)]
    [InlineData("tier in(silver, gold )", true)]
    [InlineData("tier in (silver)", false)]
    [InlineData("missing in (gold)", false)]
    [InlineData("missing in ()", false)]
    [InlineData("env in ()", true)]
    [InlineData("tier in ()", false)]
    [InlineData("env in (,gold)", true)]
    [InlineData("env in (gold,)", true)]
    [InlineData("env in (gold,,silver)", true)]
    [InlineData("env in (gold,,,)", true)]
    [InlineData("env in (gold)", false)]
    [InlineData("tier notin (gold)", false)]
    [InlineData("tier notin (silver,bronze)", true)]
    [InlineData("missing notin (gold)", true)]
    [InlineData("env notin ()", false)]
    [InlineData("tier", true)]
    [InlineData("env", true)]
    [InlineData("missing", false)]
    [InlineData("!tier", false)]
    [InlineData("!missing", true)]
    [InlineData("! missing", true)]
    [InlineData("size>9", true)]
    [InlineData("size > 10", false)]
    [InlineData("size<11", true)]
    [InlineData("size<10", false)]
    [InlineData("size>9223372036854775807", false)]
    [InlineData("tier>1", false)]
    [InlineData("tier<1", false)]
    [InlineData("missing<1", false)]
    [InlineData("missing>1", false)]
    [InlineData("example.com/team=Shop_1.a", true)]
    [InlineData("example.com/team in (Shop_1.a)", true)]
    [InlineData("!example.com/team", false)]
    [InlineData("team=Shop_1.a", false)]
    [InlineData("in", true)]
    [InlineData("in in (in,notin)", true)]
    [InlineData("in notin (notin)", false)]
    [InlineData("in=notin", true)]
    [InlineData("notin", false)]
    [InlineData("!notin", true)]
    [InlineData("tier=gold,size>5,!missing", true)]
    [InlineData("tier=gold,size>50", false)]
    [InlineData("tier=gold,tier=silver", false)]
    [InlineData("  tier  =  gold  ,\n\tenv , ! missing , size  in  ( 10 , 20 )  ", true)]
    public void ItSelectsWhatAnApiServerSelects(string selector, bool expected) => Assert.Equal(expected, LabelSelector.Parse(selector).Matches(Labels));

    [Theory]
    [InlineData("", true)]
    [InlineData("tier", false)]
    [InlineData("!tier", true)]
    [InlineData("tier!=gold", true)]
    [InlineData("tier notin (gold)", true)]
    [InlineData("tier=", false)]
    public void AnObjectWithoutLabelsIsSelectedByWhatNoneOfThemBreaks(string selector, bool expected) =>
        Assert.Equal(expected, LabelSelector.Parse(selector).Matches(new Dictionary<string, string>(StringComparer.Ordinal)));

    [Theory]
    [InlineData("", "")]
    [InlineData(" tier == gold ", "tier=gold")]
    [InlineData("tier in (gold)", "tier=gold")]
    [InlineData("tier in (silver, gold,gold)", "tier in (gold,silver)")]
    [InlineData("tier notin (gold)", "tier!=gold")]
    [InlineData("!legacy , env,size > 5,env", "!legacy,env,size>5")]
    [InlineData("env in ()", "env=")]
    [InlineData("env notin (,a)", "env notin (,a)")]
    public void EachSpellingOfASelectorHasOneForm(string selector, string form)
    {
        Assert.Equal(form, LabelSelector.Parse(selector).ToString());
        Assert.Equal(form, LabelSelector.Parse(form).ToString());
    }

    [Theory]
    [InlineData(",", "where a label's key should be, there is ','")]
    [InlineData("a,", "where a label's key should be, there is the end")]
    [InlineData("a,,b", "where a label's key should be, there is ',b'")]
    [InlineData("!", "where a label's key should be, there is the end")]
    [InlineData("!!a", "where a label's key should be, there is '!a'")]
    [InlineData("=a", "where a label's key should be, there is '=a'")]
    [InlineData("!=a", "where a label's key should be, there is '=a'")]
    [InlineData("(a)", "where a label's key should be, there is '(a)'")]
    [InlineData("a b", "where one of =, ==, !=, in, notin, <, > should be, there is 'b'")]
    [InlineData("a IN (b)", "where one of =, ==, !=, in, notin, <, > should be, there is 'IN (b)'")]
    [InlineData("a!b", "where one of =, ==, !=, in, notin, <, > should be, there is '!b'")]
    [InlineData("a(b)", "where one of =, ==, !=, in, notin, <, > should be, there is '(b)'")]
    [InlineData("a=b c", "where ',' or the end should be, there is 'c'")]
    [InlineData("a=b=c", "where ',' or the end should be, there is '=c'")]
    [InlineData("a = = b", "where ',' or the end should be, there is '= b'")]
    [InlineData("a===b", "where ',' or the end should be, there is '=b'")]
    [InlineData("a=!b", "where ',' or the end should be, there is '!b'")]
    [InlineData("a=(b)", "where ',' or the end should be, there is '(b)'")]
    [InlineData("!a=b", "where ',' or the end should be, there is '=b'")]
    [InlineData("!a in (b)", "where ',' or the end should be, there is 'in (b)'")]
    [InlineData("a in b", "where '(' should be, there is 'b'")]
    [InlineData("a in", "where '(' should be, there is the end")]
    [InlineData("a in (b", "where ')' should be, there is the end")]
    [InlineData("a in (b c)", "where ')' should be, there is 'c)'")]
    [InlineData("a notin (b=c)", "where ')' should be, there is '=c)'")]
    [InlineData("a in (b,,)", "where a value should be, there is ')'")]
    [InlineData("a in (,,)", "where a value should be, there is ')'")]
    [InlineData("a in (b))", "where ',' or the end should be, there is ')'")]
    [InlineData("a>b", "'b' is no whole number, which < and > compare with")]
    [InlineData("a<", "'' is no whole number, which < and > compare with")]
    [InlineData("a>=1", "'' is no whole number, which < and > compare with")]
    [InlineData("a>1.5", "'1.5' is no whole number, which < and > compare with")]
    [InlineData("a>9223372036854775808", "'9223372036854775808' is no whole number, which < and > compare with")]
    [InlineData("a>-1", "'-1' can't be the value of a label")]
    [InlineData("a=b||c", "'b||c' can't be the value of a label")]
    [InlineData("a in (b,_c)", "'_c' can't be the value of a label")]
    [InlineData("a=\"b\"", "'\"b\"' can't be the value of a label")]
    [InlineData("-a", "'-a' can't be the key of a label")]
    [InlineData("!a.", "'a.' can't be the key of a label")]
    [InlineData("/a", "'/a' can't be the key of a label")]
    [InlineData("example.com/", "'example.com/' can't be the key of a label")]
    [InlineData("Example.com/a", "'Example.com/a' can't be the key of a label")]
    [InlineData("example.com/a/b", "'example.com/a/b' can't be the key of a label")]
    [InlineData("a\u00a0=b", "'a\\u00A0' can't be the key of a label")]
    public void WhatAnApiServerRefusesIsRefusedWithWhatIsWrong(string selector, string problem) =>
        Assert.Equal(problem, Assert.Throws<FormatException>(() => LabelSelector.Parse(selector)).Message);

    [Fact]
    public void AKeysNameAndAValueHaveAtMost63Characters()
    {
        var (longest, longer) = (new string('a', 63), new string('a', 64));

        Assert.True(LabelSelector.Parse($"{longest}={longest}").Matches(new Dictionary<string, string>(StringComparer.Ordinal) { [longest] = longest }));
        Assert.False(LabelSelector.Parse($"example.com/{longest}").Matches(Labels));
        Assert.Throws<FormatException>(() => LabelSelector.Parse(longer));
        Assert.Throws<FormatException>(() => LabelSelector.Parse($"example.com/{longer}"));
        Assert.Throws<FormatException>(() => LabelSelector.Parse($"a={longer}"));
    }
}
