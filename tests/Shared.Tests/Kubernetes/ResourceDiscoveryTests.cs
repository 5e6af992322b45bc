using System.Text.Json;
using ApiBridge.Shared.Kubernetes;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.Shared.Tests.Kubernetes;

public sealed class ResourceDiscoveryTests : IClusterDocuments
{
    private const string Group = "oda.tmforum.org";
    private const string Plural = "exposedapis";
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _asked = [];
    private readonly Dictionary<string, string> _served = new(StringComparer.Ordinal)
    {
        [$"/apis/{Group}"] = """{"versions":[{"version":"v1"},{"version":"v1beta4"},{"version":"v1beta3"},{"version":"v1alpha1"}]}""",
        [$"/apis/{Group}/v1"] = """{"resources":[{"name":"components","kind":"Component"}]}""",
        [$"/apis/{Group}/v1beta4"] = """{"resources":[{"name":"exposedapis/status","kind":"ExposedAPI"},{"name":"exposedapis","kind":"ExposedAPI"}]}""",
        [$"/apis/{Group}/v1beta3"] = """{"resources":[{"name":"exposedapis","kind":"ExposedAPI"}]}""",
    };

    private readonly ResourceDiscovery _discovery;

    public ResourceDiscoveryTests() => _discovery = new(this, _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task<JsonDocument?> FindAsync(string path, CancellationToken cancellationToken)
    {
        _asked.Add(path);
        return Task.FromResult(_served.TryGetValue(path, out var document) ? JsonDocument.Parse(document) : null);
    }

    [Fact]
    public async Task AllVersionsThatServeItAreFoundInTheServersOrder() => Assert.Equal(
        [At("v1beta4", hasStatus: true), At("v1beta3", hasStatus: false)], await _discovery.FindAsync(Group, Plural, Token));

    [Fact]
    public async Task AnAnswerIsKeptForFiveMinutesUnlessItIsForgotten()
    {
        await _discovery.FindAsync(Group, Plural, Token);
        _served[$"/apis/{Group}/v1"] = """{"resources":[{"name":"exposedapis","kind":"ExposedAPI"}]}""";
        _time.Advance(TimeSpan.FromMinutes(4.9));
        Assert.Equal(2, (await _discovery.FindAsync(Group, Plural, Token)).Count);

        _time.Advance(TimeSpan.FromMinutes(0.1));
        Assert.Equal("v1", (await _discovery.FindAsync(Group, Plural, Token))[0].Resource.Version);

        _served.Remove($"/apis/{Group}/v1beta3");
        _discovery.Forget(Group, Plural);
        Assert.Equal(2, (await _discovery.FindAsync(Group, Plural, Token)).Count);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("{}")]
    [InlineData("""{"versions":null,"resources":null}""")]
    [InlineData("""{"versions":{"version":"v1"},"resources":{"name":"exposedapis"}}""")]
    [InlineData("""{"versions":[null,1,[],{"version":7}],"resources":[null,1,[],{"name":7,"kind":[]}]}""")]
    public async Task AnAnswerThatTellsNothingIsThatItIsNotServed(string document)
    {
        foreach (var path in _served.Keys)
        {
            _served[path] = document;
        }

        await Assert.ThrowsAsync<ResourceNotServedException>(() => _discovery.FindAsync(Group, Plural, Token));
        Assert.Null(await _discovery.AskAsync(Group, "v1", Plural, Token));
        Assert.Null(await _discovery.AskAsync(Group, string.Empty, Plural, Token));
    }

    [Fact]
    public async Task AVersionThatIsNoneIsNotAskedFor()
    {
        _served[$"/apis/{Group}"] = """{"versions":[{"version":"../../api/v1"},{"version":"v1?x"},{"version":""},{"version":"v1beta3"}]}""";

        Assert.Equal([At("v1beta3", hasStatus: false)], await _discovery.FindAsync(Group, Plural, Token));
        Assert.Equal([$"/apis/{Group}", $"/apis/{Group}/v1beta3"], _asked);
    }

    [Theory]
    [InlineData("oda.tmforum.org", "apis")]
    [InlineData("missing.example.org", "exposedapis")]
    public async Task WhatIsNotServedIsSaidAndAskedForAnewEachTime(string group, string plural)
    {
        var failure = await Assert.ThrowsAsync<ResourceNotServedException>(() => _discovery.FindAsync(group, plural, Token));
        Assert.Contains($"install the CustomResourceDefinition {plural}.{group}", failure.Message, StringComparison.Ordinal);
        var asked = _asked.Count;

        await Assert.ThrowsAsync<ResourceNotServedException>(() => _discovery.FindAsync(group, plural, Token));
        Assert.Equal(2 * asked, _asked.Count);
        Assert.Null(await _discovery.AskAsync(group, string.Empty, plural, Token));
    }

    [Fact]
    public async Task TheNewestIsAskedForWithoutLookingAtOlderOnes()
    {
        Assert.Equal(At("v1beta4", hasStatus: true), await _discovery.AskAsync(Group, string.Empty, Plural, Token));

        Assert.DoesNotContain($"/apis/{Group}/v1beta3", _asked);
    }

    [Theory]
    [InlineData("v1beta3", true)]
    [InlineData("v1", false)]
    [InlineData("v9", false)]
    public async Task OneVersionCanBeInsistedOn(string version, bool isServed)
    {
        Assert.Equal(isServed ? At(version, hasStatus: false) : null, await _discovery.AskAsync(Group, version, Plural, Token));

        Assert.Equal([$"/apis/{Group}/{version}"], _asked);
    }

    [Fact]
    public async Task WhatIsNoDiscoveryDocumentServesNothing()
    {
        _served[$"/apis/{Group}"] = "[]";

        Assert.Null(await _discovery.AskAsync(Group, string.Empty, Plural, Token));
    }

    private static ServedResource At(string version, bool hasStatus) => new(new(Group, version, Plural), "ExposedAPI", hasStatus);
}
