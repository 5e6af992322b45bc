using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Shared.Tests.Kubernetes;

public sealed class ResourcePathTests
{
    private static readonly GroupVersionResource Components = new("oda.tmforum.org", "v1", "components");

    /// <summary>What would lead somewhere else, or nowhere.</summary>
    public static TheoryData<string> Bad =>
    [
        "", ".", "..", "../x", "../../api/v1/namespaces/kube-system/secrets/x", "a/b", "/a", "a/", "a?b", "a#b", "a%2Fb", "%2e%2e", "a\\b", "a b", "A", "a_b",
        "-a", "a-", "a..b", ".a", "a.", "ä", "a\n", "a\0", new string('a', 254), "a:b", "a@b", "a;b", "a&b=c",
    ];

    [Fact]
    public void AnObjectsPathIsThatOfItsCollectionAndItsName()
    {
        var path = new ResourcePath(Components, "shop");
        Assert.Equal("/apis/oda.tmforum.org/v1/namespaces/shop/components", path.ToString());
        Assert.Equal("/apis/oda.tmforum.org/v1/namespaces/shop/components/a.b-1", path.Of("a.b-1"));
        Assert.Equal("/apis/oda.tmforum.org/v1/namespaces/shop/components/a/status", path.OfStatus("a"));
        Assert.Equal("/apis/oda.tmforum.org/v1/components", new ResourcePath(Components, @namespace: null).ToString());
        Assert.Equal("/api/v1/namespaces/shop/events", new ResourcePath(new("", "v1", "events"), "shop").ToString());
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void WhatCanBeNoNameIsInNoPath(string bad)
    {
        Refuses(() => new ResourcePath(Components, "shop").Of(bad));
        Refuses(() => new ResourcePath(Components, "shop").OfStatus(bad));
        Refuses(() => new ResourcePath(Components, bad));
        Refuses(() => new ResourcePath(Components with { Version = bad }, "shop"));
        Refuses(() => new ResourcePath(Components with { Plural = bad }, "shop"));
        Refuses(() => ResourcePath.OfVersion("oda.tmforum.org", bad));
        if (bad.Length > 0)
        {
            Refuses(() => new ResourcePath(Components with { Group = bad }, "shop"));
            Refuses(() => ResourcePath.OfGroup(bad));
        }
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void WhatIsNoLabelIsNoNamespace(string bad) => Refuses(() => new ResourcePath(Components, bad));

    private static void Refuses(Func<object> path)
    {
        var failure = Assert.Throws<InvalidResourceNameException>(path);
        Assert.True(failure.Message.Length < 300, failure.Message);
    }
}
