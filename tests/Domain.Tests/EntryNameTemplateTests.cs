namespace ApiBridge.Domain.Tests;

public sealed class EntryNameTemplateTests
{
    [Theory]
    [InlineData("{name}", "orders")]
    [InlineData("{namespace}.{name}", "shop.orders")]
    [InlineData("{cluster}.{namespace}.{name}", "canvas.shop.orders")]
    [InlineData("oda_{name}-{namespace}", "oda_orders-shop")]
    public void AnEntrysNameIsMadeOfTheObjectsKey(string template, string expected) =>
        Assert.Equal(expected, new EntryNameTemplate(template, "canvas").Of(new("shop", "orders", "u-1")));

    [Theory]
    [InlineData("{namespace}.{name}", true)]
    [InlineData("{name}.{namespace}", true)]
    [InlineData("{namespace}{cluster}.{name}", true)]
    [InlineData("{namespace}-{name}", false)]
    [InlineData(".{namespace}-{name}.", false)]
    [InlineData("{namespace}{cluster}{name}", false)]
    [InlineData("{name}", false)]
    public void ADotBetweenNamespaceAndNamePartsThem(string template, bool expected) =>
        Assert.Equal(expected, new EntryNameTemplate(template, "canvas.eu").PartsNamespaceAndName);

    [Theory]
    [InlineData("{name}", null)]
    [InlineData("{cluster}.{namespace}_{name}-1", null)]
    [InlineData("{namespace}", "use {name}, or {namespace}.{name}")]
    [InlineData("{namespace}.{nmae}", "use {cluster}, {namespace} and {name}, and beside them letters")]
    [InlineData("{name} ", "use {cluster}, {namespace} and {name}, and beside them letters")]
    [InlineData("ä{name}", "use {cluster}, {namespace} and {name}, and beside them letters")]
    [InlineData("{name}{name}", "use each placeholder once")]
    public void ATemplateThatCannotBeUsedIsSaidWithTheFix(string template, string? problem)
    {
        if (problem is null)
        {
            Assert.Null(EntryNameTemplate.ProblemOf(template));
        }
        else
        {
            Assert.Contains(problem, EntryNameTemplate.ProblemOf(template), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{namespace}.{name}", "ns1.b", null, true)]
    [InlineData("{namespace}.{name}", "ns1.b", "ns1", true)]
    [InlineData("{namespace}.{name}", "ns1.b", "ns2", false)]
    [InlineData("{namespace}.{name}", "a.b.c", "a", true)]
    [InlineData("{namespace}.{name}", "orders", null, false)]
    [InlineData("{namespace}.{name}", ".orders", null, false)]
    [InlineData("{namespace}.{name}", "shop.", null, false)]
    [InlineData("{namespace}.{name}", "Shop.orders", null, false)]
    [InlineData("{name}.{namespace}", "b.ns1", null, true)]
    [InlineData("{name}.{namespace}", "a.b.ns1", "ns1", true)]
    [InlineData("{name}", "any.thing", null, true)]
    [InlineData("{cluster}.{name}", "canvas.orders", null, true)]
    [InlineData("{cluster}.{name}", "other.orders", null, false)]
    public void WhatItCouldGiveAnObjectIsKnown(string template, string entry, string? ns, bool expected) =>
        Assert.Equal(expected, new EntryNameTemplate(template, "canvas").CouldGive(entry, ns));
}
