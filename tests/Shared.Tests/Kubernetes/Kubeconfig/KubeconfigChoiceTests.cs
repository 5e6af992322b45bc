using ApiBridge.Shared.Kubernetes;
using Microsoft.Extensions.Options;

namespace ApiBridge.Shared.Tests.Kubernetes.Kubeconfig;

/// <summary>Which API server it is: as client-go finds it.</summary>
public sealed class KubeconfigChoiceTests : IDisposable
{
    private readonly Surroundings _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void TheFirstOfSeveralFilesCountsAndMissingAndEmptyOnesArePassedOver()
    {
        var first = _machine.Write("first", "users: [{name: u, user: {as: first}}]\n");
        var second = _machine.Kubeconfig("server: 'http://second'", "as: second, as-uid: second", "second");
        var third = _machine.Kubeconfig("server: 'http://third'", "as: third", "third");
        _machine.Variables["KUBECONFIG"] = string.Join(Path.PathSeparator, "", first, Path.Combine(_machine.Folder, "missing"), second, "", third);

        using var connection = _machine.Open();

        Assert.Equal(new Uri("http://second"), connection.Server);
        Assert.Equal("u as first", connection.User);
        Assert.Equal("ns", connection.Namespace);
    }

    [Fact]
    public void PathsAreRelativeToTheFileThatTheyAreIn()
    {
        using var authority = new Authority();
        _machine.Write("certificates/ca.crt", authority.Pem);
        _machine.Write("one/token", "secret\n");
        var users = _machine.Write("one/users", "users: [{name: u, user: {tokenFile: token}}]\n");
        var rest = _machine.Kubeconfig("server: 'https://host', certificate-authority: ../certificates/ca.crt", name: "two/rest");
        _machine.Variables["KUBECONFIG"] = string.Join(Path.PathSeparator, users, rest);

        using var connection = _machine.Open();

        Assert.Equal("https://host/", connection.Server.AbsoluteUri);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void WithoutKubeconfigTheHomeFoldersIsTaken(string? variable)
    {
        _machine.Kubeconfig("server: 'http://home'", name: "home/.kube/config");
        SetKubeconfig(variable);

        using var connection = _machine.Open();

        Assert.Equal("home", connection.Server.Host);
    }

    [Fact]
    public void AServiceAccountIsTakenOnlyWhereNoKubeconfigSaysAnything()
    {
        InPod("10.0.0.1");
        using (var pod = _machine.Open())
        {
            Assert.Equal(new Uri("https://10.0.0.1:443"), pod.Server);
            Assert.Equal("pods", pod.Namespace);
        }

        // Of several, all missing or empty.
        SetKubeconfig(string.Join(Path.PathSeparator, Path.Combine(_machine.Folder, "missing"), _machine.Write("empty", "apiVersion: v1\nkind: Config\n")));
        using (var pod = _machine.Open())
        {
            Assert.Equal("10.0.0.1", pod.Server.Host);
        }

        // A user about whom nothing is said is nobody, not the pod.
        SetKubeconfig(_machine.Kubeconfig("server: 'https://host'"));
        using var other = _machine.Open();
        Assert.Equal("host", other.Server.Host);
    }

    [Fact]
    public void AnAddressOfIpVersion6IsTaken()
    {
        InPod("fd00::1");

        using var pod = _machine.Open();

        Assert.Equal("https://[fd00::1]/", pod.Server.AbsoluteUri);
    }

    [Fact]
    public void AFileOfKubeconfigThatSaysNothingUsableIsNoReasonToTakeTheServiceAccount()
    {
        InPod("10.0.0.1");
        SetKubeconfig(_machine.Write("kubeconfig", "current-context: gone\n"));

        var refusal = Assert.Throws<OptionsValidationException>(() => _machine.Open());

        Assert.Contains("no context 'gone'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithNothingThereIsNoServerToGuess()
    {
        SetKubeconfig("/no/such/file");

        var refusal = Assert.Throws<OptionsValidationException>(() => _machine.Open());

        Assert.Contains("KUBECONFIG is '/no/such/file', which can't be used: no kubeconfig was found", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AContextIsTakenFromKubeconfigToo()
    {
        SetKubeconfig(_machine.Write("kubeconfig", """
            current-context: a
            clusters: [{name: a, cluster: {server: 'http://a'}}, {name: b, cluster: {server: 'http://b'}}]
            contexts: [{name: a, context: {cluster: a}}, {name: b, context: {cluster: b}}]
            """));

        using var connection = _machine.Open(context: "b");

        Assert.Equal(("b", "b", (string?)null), (connection.Server.Host, connection.Context, connection.User));
    }

    [Fact]
    public void AContextOfNoKubeconfigIsRefusedEvenInAPod()
    {
        InPod("10.0.0.1");

        Assert.Contains("no kubeconfig with a context 'b'", Assert.Throws<OptionsValidationException>(() => _machine.Open(context: "b")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AContextBesideAServerIsRefused() =>
        Assert.Contains("ApiBridge:Kubernetes:Context ('b')", Assert.Single(new KubernetesOptions { Server = "http://a", Context = "b" }.Problems()), StringComparison.Ordinal);

    [Fact]
    public void WhatIsInJsonOrOfAnotherToolIsTaken()
    {
        var path = _machine.Write("kubeconfig", """
            { "preferences": {}, "other": [1], "current-context": "a", "contexts": [{ "name": "a", "context": { "cluster": "a", "extensions": [] } }],
              "clusters": [{ "name": "a", "cluster": { "server": "http://a:1", "disable-compression": true, "unknown": { "x": null } } }] }
            """);

        using var connection = _machine.Open(path);

        Assert.Equal(1, connection.Server.Port);
    }

    private void SetKubeconfig(string? value)
    {
        _machine.Variables.Remove("KUBECONFIG");
        if (value is not null)
        {
            _machine.Variables["KUBECONFIG"] = value;
        }
    }

    private void InPod(string host)
    {
        (_machine.Variables["KUBERNETES_SERVICE_HOST"], _machine.Variables["KUBERNETES_SERVICE_PORT"]) = (host, "443");
        _machine.Write("serviceaccount/token", "secret");
        _machine.Write("serviceaccount/namespace", "pods\n");
    }
}
