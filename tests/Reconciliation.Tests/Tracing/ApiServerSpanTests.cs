using System.Diagnostics;
using System.Net;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Tracing;
using ApiBridge.TestServers.Telemetry;

namespace ApiBridge.Reconciliation.Tests.Tracing;

/// <summary>The spans of what is asked of the API server.</summary>
public sealed class ApiServerSpanTests : IDisposable
{
    private readonly SpanRecorder _recorder = new(ReconciliationTelemetry.SourceName);
    private readonly Server _server = new();
    private readonly HttpMessageInvoker _client;
    private readonly Activity _around = new("around");

    public ApiServerSpanTests() => _client = new(new ApiServerSpans { InnerHandler = _server });

    public void Dispose()
    {
        _client.Dispose();
        _around.Dispose();
        _recorder.Dispose();
    }

    [Theory]
    [InlineData("GET", "/apis/oda.tmforum.org/v1/namespaces/shop/exposedapis/orders", "GET exposedapis", "shop")]
    [InlineData("PATCH", "/apis/oda.tmforum.org/v1/namespaces/shop/exposedapis/orders/status?fieldManager=a", "PATCH exposedapis/status", "shop")]
    [InlineData("GET", "/apis/oda.tmforum.org/v1/namespaces/shop/exposedapis?limit=500&continue=c", "LIST exposedapis", "shop")]
    [InlineData("GET", "/apis/oda.tmforum.org/v1/exposedapis", "LIST exposedapis", null)]
    [InlineData("GET", "/apis/oda.tmforum.org/v1/exposedapis?watch=true", "WATCH exposedapis", null)]
    [InlineData("POST", "/api/v1/namespaces/shop/events?fieldManager=a", "POST events", "shop")]
    [InlineData("GET", "/api/v1/namespaces/shop", "GET namespaces", null)]
    [InlineData("GET", "/api/v1/namespaces/shop/services/orders", "GET services", "shop")]
    [InlineData("GET", "/apis/oda.tmforum.org", "GET discovery", null)]
    [InlineData("GET", "/apis/oda.tmforum.org/v1", "GET discovery", null)]
    [InlineData("GET", "/api", "GET discovery", null)]
    [InlineData("GET", "/version", "GET discovery", null)]
    [InlineData("PUT", "/k8s/clusters/c-1/apis/oda.tmforum.org/v1/namespaces/shop/exposedapis/orders", "PUT exposedapis", "shop")]
    public void ARequestIsAboutWhatItsPathSays(string method, string path, string about, string? ns)
    {
        var target = ApiServerTarget.Of(new(method), new Uri("https://cluster:6443" + path));

        Assert.Equal((about, ns), ($"{target.Verb} {target.Resource}", target.Namespace));
    }

    [Fact]
    public async Task ACallSaysWhatAndWhereAndNothingOfTheQueryAndHandsTheTraceOn()
    {
        var span = await CallAsync(HttpMethod.Patch, HttpStatusCode.OK);

        Assert.Equal(("apiserver PATCH exposedapis/status", ActivityKind.Client, _around.SpanId), (span.DisplayName, span.Kind, span.ParentSpanId));
        Assert.Equal(
            new SortedDictionary<string, object?>(StringComparer.Ordinal)
            {
                ["apibridge.apiserver.resource"] = "exposedapis/status",
                ["apibridge.apiserver.verb"] = "PATCH",
                ["http.request.method"] = "PATCH",
                ["http.response.status_code"] = 200,
                ["k8s.namespace.name"] = "shop",
                ["server.address"] = "cluster",
                ["server.port"] = 6443,
                ["url.path"] = "/apis/oda.tmforum.org/v1/namespaces/shop/exposedapis/orders/status",
            },
            new SortedDictionary<string, object?>(span.TagObjects.ToDictionary(), StringComparer.Ordinal));
        Assert.Equal(span.Id, Assert.Single(_server.TraceParents));
    }

    [Theory]
    [InlineData("GET", HttpStatusCode.NotFound, null)]
    [InlineData("PATCH", HttpStatusCode.NotFound, "404")]
    [InlineData("PATCH", HttpStatusCode.Conflict, "409")]
    [InlineData("GET", HttpStatusCode.Forbidden, "403")]
    [InlineData("GET", HttpStatusCode.InternalServerError, "500")]
    public async Task ARefusalIsAnErrorUnlessItSaysThatThereIsNoneOfAName(string method, HttpStatusCode status, string? error)
    {
        var span = await CallAsync(new(method), status);

        Assert.Equal((error, error is null ? ActivityStatusCode.Unset : ActivityStatusCode.Error), (span.GetTagItem("error.type"), span.Status));
        Assert.Equal((int)status, span.GetTagItem("http.response.status_code"));
    }

    [Fact]
    public async Task AServerThatIsAwayIsAnErrorOfItsClass()
    {
        _server.Failure = new HttpRequestException("refused");

        await Assert.ThrowsAsync<HttpRequestException>(() => CallAsync(HttpMethod.Get, HttpStatusCode.OK));

        var span = Assert.Single(_recorder.Of(_around.TraceId.ToHexString()));
        Assert.Equal((typeof(HttpRequestException).FullName, ActivityStatusCode.Error), (span.GetTagItem("error.type"), span.Status));
    }

    [Fact]
    public async Task WhatIsAPartOfNothingHasNoSpan()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://cluster:6443/apis/nobody.example.org/v1/things");

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Empty(_server.TraceParents);
        Assert.DoesNotContain(_recorder.Ended, span => (string?)span.GetTagItem("url.path") == "/apis/nobody.example.org/v1/things");
    }

    [Fact]
    public async Task ACallThatSeveralShareIsAPartOfWhatTheFirstOfThemDoes()
    {
        var (made, answers) = (new List<Activity?>(), new Queue<TaskCompletionSource<int>>([new(), new()]));
        var pending = answers.ToList();
        var calls = new SharedCalls<string, string, int>((_, _) =>
        {
            made.Add(Activity.Current);
            return answers.Dequeue().Task;
        });
        using var one = new Activity("one").Start();
        var first = calls.CallAsync("scope", "a", CancellationToken.None);
        Activity.Current = null;
        using var two = new Activity("two").Start();
        var second = calls.CallAsync("scope", "b", CancellationToken.None);
        Activity.Current = null;

        pending[0].SetResult(1);
        await first;
        pending[1].SetResult(2);
        await second;

        Assert.Equal([one, two], made);
    }

    private async Task<Activity> CallAsync(HttpMethod method, HttpStatusCode status)
    {
        _around.Start();
        _server.Status = status;
        using var request = new HttpRequestMessage(method, "https://me@cluster:6443/apis/oda.tmforum.org/v1/namespaces/shop/exposedapis/orders/status?fieldManager=apibridge");
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return Assert.Single(_recorder.Of(_around.TraceId.ToHexString()));
    }

    private sealed class Server : HttpMessageHandler
    {
        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public Exception? Failure { get; set; }

        public List<string> TraceParents { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            TraceParents.AddRange(request.Headers.TryGetValues("traceparent", out var values) ? values : []);
            return Failure is null ? Task.FromResult(new HttpResponseMessage(Status)) : Task.FromException<HttpResponseMessage>(Failure);
        }
    }
}
