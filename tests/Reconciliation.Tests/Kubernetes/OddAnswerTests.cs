using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Tests.Kubernetes;

/// <summary>Whatever an API server, or what stands before it, answers is an object, one that can't be read, or an outage; nothing else.</summary>
public sealed class OddAnswerTests : IDisposable
{
    private const string Metadata = """{"namespace":"shop","name":"orders","uid":"u-1","resourceVersion":"7"}""";
    private static readonly GroupVersionResource Resource = new("oda.tmforum.org", "v1", "exposedapis");
    private readonly Answers _server = new();
    private readonly k8s.Kubernetes _client;
    private readonly ResourceClient _resources;
    private readonly ExposedApiStore _store;

    public OddAnswerTests()
    {
        _client = new(new KubernetesClientConfiguration { Host = "http://cluster" }, _server);
        var requests = new ClusterRequests(_client, TimeProvider.System);
        _resources = new(requests);
        _store = new(
            _resources,
            new(new ClusterDocuments(requests), TimeProvider.System),
            new(requests, TimeProvider.System, NullLogger<EventRecorder>.Instance),
            Options.Create(new ResourceOptions()),
            new(new ScopeOptions()));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"metadata":META,"spec":DEEP}""")]
    [InlineData("""{"metadata":META,"spec":{"a":1,"a":2}}""")]
    [InlineData("""{"metadata":META,"spec":{"path":"\ud800"}}""")]
    public async Task AnObjectThatCantBeReadIsNamed(string answer)
    {
        _server.Object = Filled(answer);

        var failure = await Assert.ThrowsAsync<UnreadableObjectException>(() => _store.FindAsync(new("shop", "orders", ""), Token));

        Assert.Equal(("shop", "orders", "u-1"), (failure.Found.Namespace, failure.Found.Name, failure.Found.Uid));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("""{"metadata":null,"spec":DEEP}""")]
    public async Task WhatIsNoObjectIsAnOutage(string answer)
    {
        _server.Object = Filled(answer);

        await Assert.ThrowsAsync<ClusterUnavailableException>(() => _store.FindAsync(new("shop", "orders", ""), Token));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"metadata":null}""")]
    [InlineData("""{"metadata":{"name":1}}""")]
    public async Task AnApiWithoutANameCantBeRead(string answer)
    {
        _server.Object = answer;

        await Assert.ThrowsAsync<UnreadableObjectException>(() => _store.FindAsync(new("shop", "orders", ""), Token));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("<html>")]
    [InlineData("")]
    [InlineData("""{"message":["x"],"details":[]}""")]
    [InlineData("""{"message":"\ud800","details":{"name":7}}""")]
    public async Task AFailureWithAnOddBodyIsOneAllTheSame(string body)
    {
        (_server.Object, _server.Status) = (body, HttpStatusCode.InternalServerError);
        await Assert.ThrowsAsync<ClusterUnavailableException>(() => _store.FindAsync(new("shop", "orders", ""), Token));

        _server.Status = HttpStatusCode.NotFound;
        await Assert.ThrowsAsync<ClusterUnavailableException>(() => _store.FindAsync(new("shop", "orders", ""), Token));
    }

    [Fact]
    public async Task AListLeavesOutWhatCantBeReadAlone()
    {
        var others = new[] { "null", "[]", "{}", """{"metadata":{"namespace":"shop","name":"deep"},"spec":DEEP}""" };
        _server.List = Filled($$$"""{"metadata":{},"items":[{"metadata":META},{{{string.Join(',', others)}}},{"metadata":{"namespace":"shop","name":"last"}}]}""");

        var listing = await _store.ListAsync("shop", Token);

        Assert.Equal(["orders", "last"], listing.Apis.Select(api => api.Key.Name));
        Assert.Equal(others.Length, listing.Unreadable.Count);
        Assert.Contains(listing.Unreadable, found => found is { Namespace: "shop", Name: "deep" });
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("<html>")]
    [InlineData("""{"items":{}}""")]
    public async Task WhatIsNoListIsAnOutage(string answer)
    {
        _server.List = answer;

        await Assert.ThrowsAsync<ClusterUnavailableException>(() => _store.ListAsync("shop", Token));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("<html>")]
    [InlineData("""{"versions":"v1"}""")]
    [InlineData("""{"versions":[{"version":"\ud800"}]}""")]
    public async Task DiscoveryThatTellsNothingIsAnOutageOrNotServed(string answer)
    {
        _server.Discovery = answer;

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => _store.FindAsync(new("shop", "orders", ""), Token));
        Assert.True(failure is ClusterUnavailableException or ResourceNotServedException, failure.ToString());
    }

    [Theory]
    [InlineData("../../api/v1/namespaces/kube-system/secrets/x")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a?watch=true")]
    public async Task NoNameLeadsAnywhereElse(string name)
    {
        await Assert.ThrowsAsync<InvalidResourceNameException>(() => _resources.FindAsync(Resource, "shop", name, Token));
        await Assert.ThrowsAsync<InvalidResourceNameException>(() => _resources.FindAsync(Resource, name, "orders", Token));
        await Assert.ThrowsAsync<InvalidResourceNameException>(() => _resources.ListAsync(Resource, name, null, _ => { }, Token));
        await Assert.ThrowsAsync<InvalidResourceNameException>(() => _resources.PatchAsync(
            [new(Resource, "ExposedAPI", false)], "shop", name, new JsonObject(), V1Patch.PatchType.MergePatch, false, Token));

        Assert.Empty(_server.Asked);
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    private static string Filled(string answer) => answer
        .Replace("META", Metadata, StringComparison.Ordinal)
        .Replace("DEEP", $"{new string('[', 99)}{new string(']', 99)}", StringComparison.Ordinal);

    private sealed class Answers : DelegatingHandler
    {
        public List<string> Asked { get; } = [];

        public string Discovery { get; set; } = """{"versions":[{"version":"v1"}]}""";

        public string Object { get; set; } = "{}";

        public string List { get; set; } = "{}";

        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath;
            Asked.Add(path);
            var (status, body) = path switch
            {
                "/apis/oda.tmforum.org" => (HttpStatusCode.OK, Discovery),
                "/apis/oda.tmforum.org/v1" => (HttpStatusCode.OK, """{"resources":[{"name":"exposedapis","kind":"ExposedAPI"}]}"""),
                _ when path.EndsWith("/exposedapis", StringComparison.Ordinal) => (Status, List),
                _ => (Status, Object),
            };
            return Task.FromResult(new HttpResponseMessage(status) { RequestMessage = request, Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) });
        }
    }
}
