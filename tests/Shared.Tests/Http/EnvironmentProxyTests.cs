using System.Net;
using ApiBridge.Shared.Http;

namespace ApiBridge.Shared.Tests.Http;

/// <summary>The table of golang.org/x/net/http/httpproxy, by which client-go goes.</summary>
public sealed class EnvironmentProxyTests
{
    [Theory]
    [InlineData("", "https://10.96.0.1", true)]
    [InlineData("", "https://localhost:6443", false)]
    [InlineData("", "https://127.0.0.1:6443", false)]
    [InlineData("", "https://127.8.8.8:6443", false)]
    [InlineData("", "https://[::1]:6443", false)]
    [InlineData("", "https://[::ffff:127.0.0.1]:6443", false)]
    [InlineData("*", "https://10.96.0.1", false)]
    [InlineData("10.0.0.0/8", "https://10.96.0.1", false)]
    [InlineData("10.0.0.0/8", "https://11.0.0.1", true)]
    [InlineData("fd00::/8", "https://[fd00::1]", false)]
    [InlineData("10.96.0.1", "https://10.96.0.1", false)]
    [InlineData("10.96.0.1:443", "https://10.96.0.1", false)]
    [InlineData("10.96.0.1:6443", "https://10.96.0.1", true)]
    [InlineData("[fd00::1]:443", "https://[fd00::1]", false)]
    [InlineData("[fd00::1]:80", "https://[fd00::1]", true)]
    [InlineData("fd00::1", "https://[fd00::1]", false)]
    [InlineData("example.com", "https://example.com", false)]
    [InlineData("example.com", "https://api.Example.com", false)]
    [InlineData("example.com", "https://notexample.com", true)]
    [InlineData(".example.com", "https://example.com", true)]
    [InlineData(".example.com", "https://api.example.com", false)]
    [InlineData("*.example.com", "https://api.example.com", false)]
    [InlineData("*.example.com", "https://example.com", true)]
    [InlineData("example.com:8443", "https://api.example.com:8443", false)]
    [InlineData("example.com:8443", "https://api.example.com", true)]
    [InlineData(" a , EXAMPLE.com ,, :80", "https://example.com", false)]
    [InlineData("svc,.cluster.local", "https://kubernetes.default.svc", false)]
    public void WhatNoProxyNamesIsReachedDirectly(string noProxy, string url, bool proxied)
    {
        var proxy = Of(("HTTPS_PROXY", "http://proxy:3128"), ("NO_PROXY", noProxy));

        Assert.Equal(proxied ? new Uri("http://proxy:3128") : null, proxy.GetProxy(new(url)));
        Assert.Equal(!proxied, proxy.IsBypassed(new(url)));
    }

    [Theory]
    [InlineData("HTTPS_PROXY", "https://host", true)]
    [InlineData("https_proxy", "https://host", true)]
    [InlineData("HTTP_PROXY", "http://host", true)]
    [InlineData("http_proxy", "http://host", true)]
    [InlineData("HTTP_PROXY", "https://host", false)]
    [InlineData("HTTPS_PROXY", "http://host", false)]
    [InlineData("ALL_PROXY", "https://host", false)]
    public void EachSchemeHasItsVariable(string name, string url, bool proxied) =>
        Assert.Equal(proxied, Of((name, "http://proxy:3128")).GetProxy(new(url)) is not null);

    [Theory]
    [InlineData("proxy:3128", "http://proxy:3128/")]
    [InlineData("http://proxy", "http://proxy/")]
    [InlineData("https://proxy:8443", "https://proxy:8443/")]
    [InlineData("socks5://proxy", "socks5://proxy:1080/")]
    [InlineData("socks5h://proxy:99", "socks5://proxy:99/")]
    [InlineData("http://jane:se%40cret@proxy:3128", "http://proxy:3128/")]
    public void AnAddressIsReadAndWhoAsksIsNoPartOfIt(string value, string expected) =>
        Assert.Equal(expected, Of(("HTTPS_PROXY", value)).GetProxy(new("https://host"))!.AbsoluteUri);

    [Fact]
    public void WhoAsksIsToldToThatProxyAlone()
    {
        IWebProxy proxy = Of(("HTTPS_PROXY", "http://jane:se%40cret@proxy:3128"), ("HTTP_PROXY", "http://other:3128"));

        var credential = proxy.Credentials!.GetCredential(new("http://proxy:3128"), "Basic")!;
        Assert.Equal(("jane", "se@cret"), (credential.UserName, credential.Password));
        Assert.Null(proxy.Credentials.GetCredential(new("http://other:3128"), "Basic"));
    }

    [Fact]
    public void AnAddressThatIsNoneIsRefusedWithoutItsSecrets()
    {
        var refusal = Assert.Throws<FormatException>(() => Of(("HTTPS_PROXY", "ftp://jane:secret@proxy")));

        Assert.StartsWith("HTTPS_PROXY is no proxy's address. Give one such as ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "localhost,127.0.0.1,::1,[::1]")]
    [InlineData("*", "*,localhost,127.0.0.1,::1,[::1]")]
    [InlineData(" a , 127.0.0.1", "a,127.0.0.1,localhost,::1,[::1]")]
    [InlineData("localhost,127.0.0.1,::1,[::1]", "localhost,127.0.0.1,::1,[::1]")]
    public void LoopbackIsNamedOnceInNoProxy(string list, string expected) => Assert.Equal(expected, LoopbackTraffic.With(list));

    private static EnvironmentProxy Of(params (string Name, string Value)[] variables)
    {
        var set = variables.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal);
        return new(name => set.GetValueOrDefault(name));
    }
}
