namespace ApiBridge.Shared.Tests.Kubernetes.Kubeconfig;

/// <summary>A request of ours says what kubectl's says, of the same kubeconfig.</summary>
public sealed class KubectlComparisonTests : IDisposable
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
    [InlineData("token: secret")]
    [InlineData("token: secret, tokenFile: token")]
    [InlineData("tokenFile: token")]
    [InlineData("username: jane, password: secret")]
    [InlineData("token: ~")]
    [InlineData("as: jane")]
    [InlineData("token: secret, as: jane, as-uid: '7', as-groups: [testers], as-user-extra: {example.org/Scope: [view]}")]
    [InlineData("exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: ./plugins/plugin, args: [one], env: [{name: PLUGIN, value: two}]}")]
    [InlineData("exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: IfAvailable, command: ./plugins/plugin, provideClusterInfo: true}")]
    [InlineData("token: wins, exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: ./plugins/plugin}")]
    public async Task TheSameIsSaidOfWhoAsks(string user)
    {
        Assert.SkipUnless(Kubectl.IsAvailable, Kubectl.Unavailable);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the plugin is a shell script");
        _machine.Write("token", "of-the-file\n");

        // The token is what the plugin was told.
        _machine.Script("plugins/plugin", """
            told=$(printf '%s' "$KUBERNETES_EXEC_INFO $1 $PLUGIN" | od -An -tx1 | tr -d ' \n')
            printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s"}}' "$told"
            """);
        await using var secure = await RecordingServer.StartAsync(_authority.Issue("127.0.0.1"));
        await using var plain = await RecordingServer.StartAsync();

        foreach (var server in new[] { secure, plain })
        {
            if (server == secure && IsNobody(user))
            {
                continue; // There kubectl asks the terminal who it is.
            }

            var cluster = $"server: '{server.Url.OriginalString}', extensions: [{{name: client.authentication.k8s.io/exec, extension: {{a: [1, true, x]}}}}]"
                + (server == secure ? $", certificate-authority-data: {_authority.Data}" : string.Empty);
            var kubeconfig = _machine.Kubeconfig(cluster, user);

            var (theirs, ours) = (await KubectlAsync(server, kubeconfig), await AskAsync(server, kubeconfig));

            Assert.Equal(Told(theirs), Told(ours));
        }
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("{0}/")]
    [InlineData("{0}/k8s/clusters/c-1")]
    [InlineData("{0}/k8s/clusters/c-1/")]
    [InlineData("{0}/k8s/clusters/c-1?query=1#fragment")]
    [InlineData("{1}")]
    public async Task TheSameIsAskedFor(string address)
    {
        Assert.SkipUnless(Kubectl.IsAvailable, Kubectl.Unavailable);
        await using var server = await RecordingServer.StartAsync();
        var kubeconfig = _machine.Kubeconfig(
            $"server: '{string.Format(System.Globalization.CultureInfo.InvariantCulture, address, server.Url.OriginalString.TrimEnd('/'), server.Url.Authority)}'");
        await KubectlAsync(server, kubeconfig);

        using var connection = _machine.Open(kubeconfig);

        // kubectl asks for the version first.
        Assert.Equal(server.Requests.First().Path, new Uri($"{connection.Server.ToString().TrimEnd('/')}/version").AbsolutePath);
    }

    private static bool IsNobody(string user) => user is "token: ~" or "as: jane";

    private async Task<RecordedRequest> KubectlAsync(RecordingServer server, string kubeconfig)
    {
        await new Kubectl(["--kubeconfig", kubeconfig]).RunAsync("get --raw /version");
        return server.Requests.Last();
    }

    private async Task<RecordedRequest> AskAsync(RecordingServer server, string kubeconfig)
    {
        using var connection = _machine.Open(kubeconfig);
        using var client = new HttpClient(connection.Handler, disposeHandler: false);
        using var answer = await client.GetAsync(new Uri(connection.Server, "/version"), Token);
        return server.Requests.Last();
    }

    // The order of a JSON object's fields is nobody's business.
    private static IEnumerable<string> Told(RecordedRequest request) => request.Identity.Select(
        line => line.StartsWith("authorization: Bearer 7b", StringComparison.Ordinal)
            ? string.Concat(System.Text.Encoding.UTF8.GetString(Convert.FromHexString(line["authorization: Bearer ".Length..]))
                .Split([',', '{', '}', '\n'], StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal))
            : line);
}
