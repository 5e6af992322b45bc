using System.Text.Json;
using ApiBridge.Reconciliation.Reporting;
using ApiBridge.Shared.Kubernetes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ApiBridge.Shared.Tests.Kubernetes;

/// <summary>How the API server is reached over a proxy.</summary>
public sealed class ClusterProxyTests : IDisposable
{
    private readonly Surroundings _machine = new();
    private readonly Authority _authority = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _machine.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheProxyOfTheKubeconfigIsUsedEvenForThisMachine(bool asksForCredentials)
    {
        await using var server = await RecordingServer.StartAsync(_authority.Issue("127.0.0.1"));
        await using var proxy = new TunnelProxy(server.Url) { AsksForCredentials = asksForCredentials };
        _machine.Variables["HTTPS_PROXY"] = "http://127.0.0.1:1";
        using var connection = Open(server.Url, $", proxy-url: 'http://jane:secret@{proxy.Address}'");

        await AskAsync(connection);

        Assert.Contains($"CONNECT {server.Url.Authority} ", proxy.Asked.First(), StringComparison.Ordinal);
        Assert.Equal("Bearer secret", Assert.Single(server.Requests).Authorization);
        Assert.Equal($"http://{proxy.Address}/", connection.Proxy!.AbsoluteUri);
    }

    [Fact]
    public async Task TheProxyOfTheEnvironmentIsUsedUnlessNoProxyNamesTheServer()
    {
        await using var server = await RecordingServer.StartAsync(_authority.Issue("192.0.2.1"));
        await using var proxy = new TunnelProxy(server.Url);
        _machine.Variables["HTTPS_PROXY"] = proxy.Address;
        using var connection = Open(new("https://192.0.2.1:6443"));

        await AskAsync(connection);

        Assert.Contains("CONNECT 192.0.2.1:6443 ", Assert.Single(proxy.Asked), StringComparison.Ordinal);
        Assert.Single(server.Requests);
        _machine.Variables["NO_PROXY"] = "192.0.2.0/24";
        using var direct = Open(new("https://192.0.2.1:6443"));
        Assert.Null(direct.Proxy);
    }

    [Fact]
    public async Task ThisMachineIsReachedDirectlyWhateverTheEnvironmentSays()
    {
        await using var server = await RecordingServer.StartAsync(_authority.Issue("127.0.0.1"));
        _machine.Variables["HTTPS_PROXY"] = _machine.Variables["HTTP_PROXY"] = "http://127.0.0.1:1";
        using var connection = Open(server.Url);

        await AskAsync(connection);

        Assert.Single(server.Requests);
        Assert.Null(connection.Proxy);
    }

    [Fact]
    public async Task APodsApiServerIsReachedOverTheProxyAsClientGoDoes()
    {
        await using var server = await RecordingServer.StartAsync(_authority.Issue("192.0.2.1"));
        await using var proxy = new TunnelProxy(server.Url);
        _machine.Variables["https_proxy"] = $"http://{proxy.Address}";
        (_machine.Variables["KUBERNETES_SERVICE_HOST"], _machine.Variables["KUBERNETES_SERVICE_PORT"]) = ("192.0.2.1", "443");
        _machine.Write("serviceaccount/ca.crt", _authority.Pem);
        _machine.Write("serviceaccount/token", "secret");
        using var connection = _machine.Open();

        await AskAsync(connection);

        Assert.Equal("Bearer secret", Assert.Single(server.Requests).Authorization);
    }

    [Fact]
    public async Task TheWorkersStatusNamesTheProxyWithoutItsSecrets()
    {
        var kubeconfig = _machine.Kubeconfig("server: 'https://192.0.2.1', proxy-url: 'http://jane:secret@127.0.0.1:1'");
        await using var worker = Programs.Services("worker", new(), ("ApiBridge:Kubernetes:Kubeconfig", kubeconfig));

        var answer = await worker.GetRequiredService<StatusApi>().SummaryAsync(ns: null, Token);

        var apiServer = JsonDocument.Parse(answer.Json).RootElement.GetProperty("apiServer");
        Assert.Equal(("https://192.0.2.1/", "http://127.0.0.1:1/"), (apiServer.GetProperty("url").GetString(), apiServer.GetProperty("proxy").GetString()));
        Assert.DoesNotContain("secret", answer.Json, StringComparison.Ordinal);
    }

    [Fact]
    public void AProxyOfTheEnvironmentThatIsNoneIsNamed()
    {
        _machine.Variables["HTTPS_PROXY"] = "ftp://proxy";

        var refusal = Assert.Throws<OptionsValidationException>(() => Open(new("https://host")));

        Assert.StartsWith("HTTPS_PROXY is no proxy's address.", Assert.Single(refusal.Failures), StringComparison.Ordinal);
    }

    private ClusterConnection Open(Uri server, string more = "") =>
        _machine.Open(_machine.Kubeconfig($"server: '{server.OriginalString}', certificate-authority-data: {_authority.Data}{more}", "token: secret"));

    private static async Task AskAsync(ClusterConnection connection)
    {
        using var client = new HttpClient(connection.Handler, disposeHandler: false);
        using var answer = await client.GetAsync(connection.Server, Token);
        answer.EnsureSuccessStatusCode();
    }
}
