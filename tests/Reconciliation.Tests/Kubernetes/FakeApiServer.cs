using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using System.Web;
using ApiBridge.Domain;
using ApiBridge.Shared.Scope;

namespace ApiBridge.Reconciliation.Tests.Kubernetes;

/// <summary>An API server of EndpointSlices and Ingresses that says what it was asked.</summary>
internal sealed class FakeApiServer : DelegatingHandler
{
    private const string Slices = "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices";
    private readonly SortedDictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);
    private readonly Channel<TaskCompletionSource> _held = Channel.CreateUnbounded<TaskCompletionSource>();

    /// <summary>Each read, as <c>get name</c> or <c>list selector</c>; without those by which resources are found.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Whether answers wait until they are released.</summary>
    public bool IsHolding { get; set; }

    /// <summary>Whether it can't serve.</summary>
    public bool IsDown { get; set; }

    /// <summary>How often it was asked for one object.</summary>
    public int Gets => Asked.Count(asked => asked.StartsWith("get ", StringComparison.Ordinal));

    /// <summary>How often it was asked for a list.</summary>
    public int Lists => Asked.Count(asked => asked.StartsWith("list ", StringComparison.Ordinal));

    /// <summary>Has an EndpointSlice in the namespace <c>shop</c>, with one endpoint.</summary>
    public void AddSlice(string name, string service, bool ready) => _objects[$"{Slices}/{name}"] = new()
    {
        ["metadata"] = new JsonObject { ["namespace"] = "shop", ["name"] = name, ["labels"] = new JsonObject { [EndpointSlice.ServiceLabel] = service } },
        ["endpoints"] = new JsonArray(new JsonObject { ["conditions"] = new JsonObject { ["ready"] = ready } }),
    };

    /// <summary>Has an Ingress with an address.</summary>
    public void SetAddress(string ns, string ingress, string address) => _objects[$"/apis/networking.k8s.io/v1/namespaces/{ns}/ingresses/{ingress}"] = new()
    {
        ["metadata"] = new JsonObject { ["namespace"] = ns, ["name"] = ingress },
        ["status"] = new JsonObject { ["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(new JsonObject { ["ip"] = address }) } },
    };

    /// <summary>The next answer that waits. It tells how things stood when it was asked for.</summary>
    public ValueTask<TaskCompletionSource> NextHeldAsync() => _held.Reader.ReadAsync(TestContext.Current.CancellationToken);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var (status, answer) = path switch
        {
            "/apis/discovery.k8s.io" => (HttpStatusCode.OK, """{"versions":[{"version":"v1"}]}"""),
            "/apis/discovery.k8s.io/v1" => (HttpStatusCode.OK, """{"resources":[{"name":"endpointslices","kind":"EndpointSlice"}]}"""),
            Slices => List(HttpUtility.ParseQueryString(request.RequestUri.Query)["labelSelector"]!),
            _ => Get(path),
        };
        if (IsHolding)
        {
            var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await _held.Writer.WriteAsync(held, cancellationToken);
            await held.Task;
        }

        return new(status) { RequestMessage = request, Content = new StringContent(answer) };
    }

    private (HttpStatusCode Status, string Answer) List(string selector)
    {
        Asked.Add($"list {selector}");
        var selected = LabelSelector.Parse(selector);
        var items = _objects.Where(item => item.Key.StartsWith($"{Slices}/", StringComparison.Ordinal) && selected.Matches(Labels(item.Value)));
        return Serve(new JsonObject { ["items"] = new JsonArray([.. items.Select(item => item.Value.DeepClone())]) });
    }

    private (HttpStatusCode Status, string Answer) Get(string path)
    {
        var name = path.Split('/')[^1];
        Asked.Add($"get {name}");
        return _objects.TryGetValue(path, out var found)
            ? Serve(found)
            : (HttpStatusCode.NotFound, $$$"""{"kind":"Status","details":{"name":"{{{name}}}"}}""");
    }

    private (HttpStatusCode Status, string Answer) Serve(JsonObject found) =>
        IsDown ? (HttpStatusCode.ServiceUnavailable, "busy") : (HttpStatusCode.OK, found.ToJsonString());

    private static Dictionary<string, string> Labels(JsonObject item) =>
        item["metadata"]!["labels"]!.AsObject().ToDictionary(label => label.Key, label => label.Value!.ToString(), StringComparer.Ordinal);
}
