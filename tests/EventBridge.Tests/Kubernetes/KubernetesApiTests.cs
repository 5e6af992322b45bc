using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Kubernetes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ApiBridge.EventBridge.Tests.Kubernetes;

public sealed class KubernetesApiTests : IDisposable
{
    private readonly Authority _authority = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _authority.Dispose();

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

        await Assert.ThrowsAsync<KubernetesApiException>(
            () => AskAsync($"server: {server.Urls.Single()}, certificate-authority-data: {other.Data}"));
    }

    /// <summary>Now and then the reset comes first, and the client lets the socket's own failure through.</summary>
    [Fact]
    public async Task AServerThatResetsConnectionsAsTheyAreMadeIsUnreachable()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Token);
        server.Start();
        var resetting = ResetAsync(server, over.Token);
        for (var attempt = 0; attempt < 200; attempt++)
        {
            await Assert.ThrowsAsync<KubernetesApiException>(() => AskAsync($"server: 'http://{server.LocalEndpoint}'"));
        }

        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => resetting);
    }

    [Fact]
    public async Task AServerOfAnotherNameIsRefusedUnlessTheKubeconfigNamesIt()
    {
        await using var server = await StartAsync("api.example");
        var cluster = $"server: {server.Urls.Single()}, certificate-authority-data: {_authority.Data}";

        await Assert.ThrowsAsync<KubernetesApiException>(() => AskAsync(cluster));

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
        var folder = Directory.CreateTempSubdirectory("user");
        try
        {
            var (certificateFile, keyFile) = (Path.Combine(folder.FullName, "user.crt"), Path.Combine(folder.FullName, "user.key"));
            await File.WriteAllTextAsync(certificateFile, certificate, Token);
            await File.WriteAllTextAsync(keyFile, key, Token);

            var answer = await AskAsync(
                $"server: {server.Urls.Single()}, certificate-authority-data: {_authority.Data}",
                inFiles
                    ? $"client-certificate: {certificateFile}, client-key: {keyFile}"
                    : $"client-certificate-data: {Authority.Base64(certificate)}, client-key-data: {Authority.Base64(key)}");

            Assert.Equal(" as CN=admin", answer);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task ResetAsync(TcpListener server, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var socket = await server.AcceptSocketAsync(cancellationToken);
            socket.LingerState = new(enable: true, seconds: 0);
        }
    }

    private static async Task<string> AskAsync(string cluster, string user = "")
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(
                path,
                $$$"""
                clusters: [{name: c, cluster: { {{{cluster}}} }}]
                users: [{name: u, user: { {{{user}}} }}]
                contexts: [{name: x, context: {cluster: c{{{(user.Length > 0 ? ", user: u" : "")}}} }}]
                current-context: x
                """,
                Token);
            using var api = new KubernetesApi(TestOptions.Of(new KubernetesOptions { Kubeconfig = path }), TimeProvider.System);
            using var answer = await api.GetAsync("/who", rule: null, Token);
            return answer.RootElement.GetString()!;
        }
        finally
        {
            File.Delete(path);
        }
    }

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
