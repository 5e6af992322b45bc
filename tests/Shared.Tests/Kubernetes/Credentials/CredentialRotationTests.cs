using System.Net;
using System.Security.Cryptography.X509Certificates;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Shared.Tests.Kubernetes.Credentials;

/// <summary>Credentials that change while a program runs.</summary>
public sealed class CredentialRotationTests : IDisposable
{
    private const string Exec = "apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: ./plugin";

    private readonly Surroundings _machine = new();
    private readonly Authority _authority = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _machine.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task ATokenFileIsReadAnewAndTheLastTokenHoldsWhileThereIsNone()
    {
        var file = _machine.Write("token", "first\n");
        await using var server = await StartAsync();
        using var connection = Open(server, "token: of-the-kubeconfig, tokenFile: token");

        Assert.Equal("Bearer first", (await AskAsync(server, connection)).Authorization);
        await File.WriteAllTextAsync(file, "second", Token);
        Assert.Equal("Bearer second", (await AskAsync(server, connection)).Authorization);
        await File.WriteAllTextAsync(file, "", Token);
        Assert.Equal("Bearer second", (await AskAsync(server, connection)).Authorization);
        await File.WriteAllTextAsync(file, "a\nb", Token);
        Assert.Equal("Bearer second", (await AskAsync(server, connection)).Authorization);
        File.Delete(file);
        Assert.Equal("Bearer second", (await AskAsync(server, connection)).Authorization);
    }

    [Fact]
    public async Task TheTokenOfAPodIsReadAnew()
    {
        await using var server = await StartAsync();
        (_machine.Variables["KUBERNETES_SERVICE_HOST"], _machine.Variables["KUBERNETES_SERVICE_PORT"]) = ("127.0.0.1", $"{server.Url.Port}");
        _machine.Write("serviceaccount/ca.crt", _authority.Pem);
        var file = _machine.Write("serviceaccount/token", "first");
        using var connection = _machine.Open();

        Assert.Equal("Bearer first", (await AskAsync(server, connection)).Authorization);
        await File.WriteAllTextAsync(file, "second", Token);
        Assert.Equal("Bearer second", (await AskAsync(server, connection)).Authorization);
    }

    [Fact]
    public async Task CertificateFilesAreReadAnewAndTheLastPairHoldsWhileTheyDoNotFit()
    {
        WritePair("first");
        await using var server = await StartAsync();
        using var connection = Open(server, "client-certificate: user.crt, client-key: user.key");

        Assert.Equal("CN=first", (await AskAsync(server, connection)).Certificate);
        using var other = _authority.Issue("half");
        _machine.Write("user.crt", other.ExportCertificatePem());
        Assert.Equal("CN=first", (await AskAsync(server, connection)).Certificate);
        WritePair("second");
        Assert.Equal("CN=second", (await AskAsync(server, connection)).Certificate);
    }

    [Fact]
    public async Task APluginIsAskedOnceUntilWhatItIssuedExpires()
    {
        Plugin($"\"token\":\"%s\",\"expirationTimestamp\":\"{_machine.Time.GetUtcNow().AddHours(1):O}\"");
        await using var server = await StartAsync();
        using var connection = Open(server, $"exec: {{{Exec}}}");

        Assert.Equal(["Bearer 1", "Bearer 1"], [(await AskAsync(server, connection)).Authorization, (await AskAsync(server, connection)).Authorization]);
        _machine.Time.Advance(TimeSpan.FromHours(1));
        Plugin($"\"token\":\"%s\",\"expirationTimestamp\":\"{_machine.Time.GetUtcNow().AddHours(1):O}\"");
        Assert.Equal("Bearer 2", (await AskAsync(server, connection)).Authorization);
    }

    [Fact]
    public async Task ManyWhoAskAtOnceWaitForOneRunOfAPlugin()
    {
        Plugin("\"token\":\"%s\"");
        await using var server = await StartAsync();
        using var connection = Open(server, $"exec: {{{Exec}}}");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AskAsync(server, connection)));

        Assert.All(server.Requests, request => Assert.Equal("Bearer 1", request.Authorization));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task APluginIsAskedAgainAfterA401AndTheRequestIsSentAgain(bool withBody)
    {
        Plugin("\"token\":\"%s\"");
        await using var server = await StartAsync();
        server.LetsIn = request => request.Authorization != "Bearer 1";
        using var connection = Open(server, $"exec: {{{Exec}}}");
        using var client = new HttpClient(connection.Handler, disposeHandler: false);

        using var request = new HttpRequestMessage(HttpMethod.Post, server.Url) { Content = withBody ? new StringContent("{}") : null };
        using var answer = await client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["Bearer 1", "Bearer 2"], server.Requests.Select(sent => sent.Authorization));
    }

    [Fact]
    public async Task A401ThatStaysIsToldAfterOneMoreTry()
    {
        Plugin("\"token\":\"%s\"");
        await using var server = await StartAsync();
        server.LetsIn = _ => false;
        using var connection = Open(server, $"exec: {{{Exec}}}");
        using var client = new HttpClient(connection.Handler, disposeHandler: false);

        using var answer = await client.GetAsync(server.Url, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task ACertificateOfAPluginIsShownAndTheNextOneAfterA401()
    {
        using var first = _authority.Issue("first");
        using var second = _authority.Issue("second");
        var n = 0;
        foreach (var pair in new[] { first, second })
        {
            n++;
            _machine.Write($"answer{n}", System.Text.Json.JsonSerializer.Serialize(new
            {
                apiVersion = "client.authentication.k8s.io/v1",
                kind = "ExecCredential",
                status = new { clientCertificateData = pair.ExportCertificatePem(), clientKeyData = pair.GetECDsaPrivateKey()!.ExportECPrivateKeyPem() },
            }));
        }

        _machine.Script("plugin", $"echo >> '{_machine.Folder}/runs'; cat '{_machine.Folder}/answer'$(wc -l < '{_machine.Folder}/runs' | tr -d ' ')");
        await using var server = await StartAsync();
        server.LetsIn = request => request.Certificate == "CN=second";
        using var connection = Open(server, $"exec: {{{Exec}}}");

        await AskAsync(server, connection);

        Assert.Equal(["CN=first", "CN=second"], server.Requests.Select(request => request.Certificate));
    }

    [Theory]
    [InlineData("echo no; exit 3", "plugin ended with code 3")]
    [InlineData("echo why >&2; exit 1", "plugin ended with code 1: why")]
    [InlineData("echo no", "plugin wrote no JSON")]
    [InlineData("echo []", "It has to write ExecCredential")]
    [InlineData("""echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"a"}}'""", "It has to write ExecCredential and client.authentication.k8s.io/v1")]
    [InlineData("""echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1"}'""", "neither a token nor a certificate with its key")]
    [InlineData("""echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"clientCertificateData":"a"}}'""", "neither a token nor a certificate with its key")]
    [InlineData("""echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"a","expirationTimestamp":"soon"}}'""", "'soon', which is no time")]
    [InlineData("""printf '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"a\\nb"}}'""", "a character that no token has")]
    public async Task APluginThatFailsIsAFailureOfTheRequest(string script, string named)
    {
        _machine.Script("plugin", script);
        await using var server = await StartAsync();
        using var connection = Open(server, $"exec: {{{Exec}}}");

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(server, connection));

        Assert.StartsWith("the credentials can't be had: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task APluginIsLookedForOnPathAloneUnlessItsCommandHasASlash()
    {
        var elsewhere = Path.Combine(_machine.Folder, "bin");
        _machine.Script("bin/the-plugin", Issuing("\"token\":\"on-path\"", elsewhere));
        _machine.Script("the-plugin", Issuing("\"token\":\"beside\"", _machine.Folder));
        _machine.Variables["PATH"] = $"relative{Path.PathSeparator}{elsewhere}";
        await using var server = await StartAsync();

        foreach (var (command, token) in new[] { ("the-plugin", "on-path"), ("./the-plugin", "beside"), ("bin/the-plugin", "on-path") })
        {
            using var connection = Open(server, $"exec: {{apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: {command}}}");

            Assert.Equal($"Bearer {token}", (await AskAsync(server, connection)).Authorization);
        }
    }

    // Its token is the number of its runs.
    private void Plugin(string status) => _machine.Script("plugin", Issuing(status, _machine.Folder));

    private static string Issuing(string status, string folder) => $$$"""
        echo >> '{{{folder}}}/runs'
        printf '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{{{{status}}}}}' "$(wc -l < '{{{folder}}}/runs' | tr -d ' ')"
        """;

    private void WritePair(string name)
    {
        using var pair = _authority.Issue(name);
        _machine.Write("user.crt", pair.ExportCertificatePem());
        _machine.Write("user.key", pair.GetECDsaPrivateKey()!.ExportECPrivateKeyPem());
    }

    private Task<RecordingServer> StartAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the plugin is a shell script");
        return RecordingServer.StartAsync(_authority.Issue("127.0.0.1"));
    }

    private ClusterConnection Open(RecordingServer server, string user) =>
        _machine.Open(_machine.Kubeconfig($"server: '{server.Url.OriginalString}', certificate-authority-data: {_authority.Data}", user));

    private static async Task<RecordedRequest> AskAsync(RecordingServer server, ClusterConnection connection)
    {
        using var client = new HttpClient(connection.Handler, disposeHandler: false);
        using var answer = await client.GetAsync(server.Url, Token);
        return server.Requests.Last();
    }
}
