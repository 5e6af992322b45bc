using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using ApiBridge.Shared.Kubernetes;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace ApiBridge.Shared.Tests.Kubernetes;

public sealed class ClusterConnectionTests : IDisposable
{
    private readonly Authority _authority = new();
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task AServerIsKnownByItsAuthorityAndItsAddress()
    {
        await using var server = await StartAsync("127.0.0.1");

        var answer = await AskAsync($"server: {server.Urls.Single()}, certificate-authority-data: {_authority.Data}");

        Assert.Equal(" as ", answer);
    }

    [Fact]
    public async Task AServerOfAnotherAuthorityIsRefused()
    {
        using var other = new Authority();
        await using var server = await StartAsync("127.0.0.1");

        await Assert.ThrowsAsync<HttpRequestException>(
            () => AskAsync($"server: {server.Urls.Single()}, certificate-authority-data: {other.Data}"));
    }

    [Fact]
    public async Task AServerOfAnotherNameIsRefusedUnlessTheKubeconfigNamesIt()
    {
        await using var server = await StartAsync("api.example");
        var cluster = $"server: {server.Urls.Single()}, certificate-authority-data: {_authority.Data}";

        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(cluster));

        Assert.Equal(" as ", await AskAsync($"{cluster}, tls-server-name: api.example"));
    }

    [Fact]
    public async Task AnyServerWillDoWhereTheKubeconfigSaysSo()
    {
        await using var server = await StartAsync("api.example");

        Assert.Equal(" as ", await AskAsync($"server: {server.Urls.Single()}, insecure-skip-tls-verify: true"));
    }

    [Fact]
    public async Task TheUsersTokenIsSent()
    {
        await using var server = await StartAsync("127.0.0.1");

        var answer = await AskAsync($"server: {server.Urls.Single()}, certificate-authority-data: {_authority.Data}", "token: secret");

        Assert.Equal("Bearer secret as ", answer);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TheUsersCertificateIsSent(bool inFiles)
    {
        await using var server = await StartAsync("127.0.0.1");
        using var user = _authority.Issue("admin");
        var (certificate, key) = (user.ExportCertificatePem(), user.GetECDsaPrivateKey()!.ExportECPrivateKeyPem());
        var (certificateFile, keyFile) = (_folder.Write("user.crt", certificate), _folder.Write("user.key", key));

        var answer = await AskAsync(
            $"server: {server.Urls.Single()}, certificate-authority-data: {_authority.Data}",
            inFiles
                ? $"client-certificate: {certificateFile}, client-key: {keyFile}"
                : $"client-certificate-data: {Authority.Base64(certificate)}, client-key-data: {Authority.Base64(key)}");

        Assert.Equal(" as CN=admin", answer);
    }

    /// <summary>The client of the Kubernetes library trusts whom the kubeconfig says, and shows what it says, as well.</summary>
    [Fact]
    public async Task TheWorkersClientGoesTheSameWay()
    {
        await using var server = await StartAsync("api.example");
        using var user = _authority.Issue("admin");
        var kubeconfig = Kubeconfig(
            $"server: {server.Urls.Single()}, certificate-authority-data: {_authority.Data}, tls-server-name: api.example",
            $"token: secret, client-certificate-data: {Authority.Base64(user.ExportCertificatePem())}, "
                + $"client-key-data: {Authority.Base64(user.GetECDsaPrivateKey()!.ExportECPrivateKeyPem())}");
        await using var worker = Programs.Services("worker", new(), ("ApiBridge:Kubernetes:Kubeconfig", kubeconfig));
        var client = worker.GetRequiredService<IKubernetes>();

        var answer = await client.CustomObjects.ListClusterCustomObjectAsync<JsonElement>("oda.tmforum.org", "v1", "exposedapis", cancellationToken: Token);
        using var document = await worker.GetRequiredService<IClusterDocuments>().FindAsync("/apis/oda.tmforum.org", Token);

        Assert.Equal("Bearer secret as CN=admin", answer.GetString());
        Assert.Equal("Bearer secret as CN=admin", document!.RootElement.GetString());
        Assert.Equal(TimeSpan.FromSeconds(30), ((k8s.Kubernetes)client).HttpClientTimeout);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public async Task TheWorkersRequestsGoBelowThePathOfTheServer(string end)
    {
        await using var server = await RecordingServer.StartAsync();
        await using var worker = Programs.Services(
            "worker", new(), ("ApiBridge:Kubernetes:Kubeconfig", Kubeconfig($"server: '{server.Url.OriginalString.TrimEnd('/')}/k8s/clusters/c-1{end}'", "")));

        await worker.GetRequiredService<IKubernetes>().CustomObjects
            .ListClusterCustomObjectAsync<JsonElement>("oda.tmforum.org", "v1", "exposedapis", cancellationToken: Token);
        using var document = await worker.GetRequiredService<IClusterDocuments>().FindAsync("/apis/oda.tmforum.org", Token);

        Assert.Equal(
            ["/k8s/clusters/c-1/apis/oda.tmforum.org/v1/exposedapis", "/k8s/clusters/c-1/apis/oda.tmforum.org"],
            server.Requests.Select(request => request.Path));
    }

    private async Task<string> AskAsync(string cluster, string user = "")
    {
        using var connection = ClusterConnection.Open(new() { Kubeconfig = Kubeconfig(cluster, user) });
        using var client = new HttpClient(connection.Handler, disposeHandler: false) { BaseAddress = connection.Server };
        return (await client.GetFromJsonAsync<string>("/who", Token))!;
    }

    private string Kubeconfig(string cluster, string user) => _folder.Write("kubeconfig", $$$"""
        clusters: [{name: c, cluster: { {{{cluster}}} }}]
        users: [{name: u, user: { {{{user}}} }}]
        contexts: [{name: x, context: {cluster: c{{{(user.Length > 0 ? ", user: u" : "")}}} }}]
        current-context: x
        """);

    // It answers with who asked.
    private async Task<WebApplication> StartAsync(string name)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = _authority.Issue(name),
                ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                ClientCertificateValidation = static (_, _, _) => true,
            })));
        var app = builder.Build();
        app.Run(context => context.Response.WriteAsJsonAsync(
            $"{context.Request.Headers.Authorization} as {context.Connection.ClientCertificate?.Subject}", Token));
        await app.StartAsync(Token);
        return app;
    }
}
