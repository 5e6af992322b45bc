using Microsoft.Extensions.Options;

namespace ApiBridge.Shared.Tests.Kubernetes.Kubeconfig;

/// <summary>What can't be done right is refused by name, before anything is sent.</summary>
public sealed class KubeconfigRefusalTests : IDisposable
{
    private const string Server = "server: https://127.0.0.1:1";
    private const string V1 = "apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never";

    private readonly Surroundings _machine = new();

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("server: ''", "", "server ''")]
    [InlineData("server: 'ftp://host'", "", "server 'ftp://host'")]
    [InlineData("server: 'host/path'", "", "server 'host/path'")]
    [InlineData("server: 12", "", "cluster 'c' has a server of another type")]
    [InlineData("server: 'https://a:b@host'", "", "cluster 'c' has a user in the URL of its server")]
    [InlineData(Server + ", insecure-skip-tls-verify: 'true'", "", "insecure-skip-tls-verify of another type. Give it true or false")]
    [InlineData(Server + ", insecure-skip-tls-verify: true, certificate-authority-data: YQ==", "", "both a certificate-authority and insecure-skip-tls-verify")]
    [InlineData(Server + ", certificate-authority: ca, certificate-authority-data: YQ==", "", "both certificate-authority and certificate-authority-data")]
    [InlineData(Server + ", certificate-authority: missing", "", "certificate-authority that can't be read")]
    [InlineData(Server + ", certificate-authority-data: YQ==", "", "no certificate in PEM")]
    [InlineData(Server + ", certificate-authority-data: '!'", "", "certificate-authority-data that is no base64")]
    [InlineData(Server + ", proxy-url: 'ftp://proxy'", "", "cluster 'c' has a proxy-url that is no URL with http, https or socks5")]
    [InlineData(Server + ", proxy-url: 'proxy:3128'", "", "proxy-url")]
    [InlineData(Server, "token: 123", "user 'u' has a token of another type")]
    [InlineData(Server, "token: \"a\\nb\"", "the token of user 'u' has a character that no token has, such as a line break")]
    [InlineData(Server, "tokenFile: missing", "the tokenFile of user 'u'")]
    [InlineData(Server, "token: a, username: b", "a token and a username")]
    [InlineData(Server, "client-certificate-data: YQ==", "a client-certificate without a client-key")]
    [InlineData(Server, "client-certificate: missing, client-key: missing", "client-certificate that can't be read")]
    [InlineData(Server, "client-certificate-data: YQ==, client-certificate: a, client-key: b", "both client-certificate and client-certificate-data")]
    [InlineData(Server, "client-certificate-data: YQ==, client-key-data: YQ==", "can't be used together")]
    [InlineData(Server, "as-groups: [a]", "without as")]
    [InlineData(Server, "as-uid: a", "without as")]
    [InlineData(Server, "as-user-extra: {a: [b]}", "without as")]
    [InlineData(Server, "as: jane, as-groups: [a, b]", "2 values in as-groups, of which only one can be sent")]
    [InlineData(Server, "as: jane, as-user-extra: {scopes: [a, b]}", "2 values in as-user-extra.scopes")]
    [InlineData(Server, "as: jane, as-user-extra: {[a]: [b]}", "user 'u' has a as-user-extra of another type. Give it a mapping of lists")]
    [InlineData(Server, "as: \"a\\r\\nImpersonate-Group: system:masters\"", "a character in as that can't be sent")]
    [InlineData(Server, "auth-provider: {name: gcp}", "the auth-provider 'gcp', which Kubernetes gave up. Use an exec plugin")]
    [InlineData(Server, "exec: {command: sh}", "apiVersion ''")]
    [InlineData(Server, "exec: {command: sh, apiVersion: client.authentication.k8s.io/v1alpha1}", "apiVersion 'client.authentication.k8s.io/v1alpha1'")]
    [InlineData(Server, "exec: {command: sh, apiVersion: client.authentication.k8s.io/v1}", "interactiveMode ''")]
    [InlineData(Server, "exec: {command: sh, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Always}", "interactiveMode Always, and a server has no terminal")]
    [InlineData(Server, "exec: {" + V1 + "}", "no command")]
    [InlineData(Server, "exec: {" + V1 + ", command: no-such-plugin, installHint: get it there}", "'no-such-plugin', which was not found, or can't be run. get it there")]
    [InlineData(Server, "exec: {" + V1 + ", command: ./no-such-plugin}", "'./no-such-plugin', which was not found")]
    [InlineData(Server, "exec: {" + V1 + ", command: ./kubeconfig}", "'./kubeconfig', which was not found, or can't be run")]
    [InlineData(Server, "exec: {" + V1 + ", command: sh, env: [{value: a}]}", "has no name")]
    [InlineData(Server, "exec: {" + V1 + ", command: sh, args: a}", "args of another type. Give it a list")]
    [InlineData("<<: {server: 'https://127.0.0.1'}", "", "has a merge (<<)")]
    public void WhatIsWrongIsNamed(string cluster, string user, string named) => AssertRefused(_machine.Kubeconfig(cluster, user), named);

    [Theory]
    [InlineData("- a", "no mapping at its top")]
    [InlineData("{ not yaml: [", "is no YAML")]
    [InlineData("a: *b", "is no YAML")]
    [InlineData("a: 1\na: 2", "is no YAML")]
    [InlineData("kind: Pod", "kind 'Pod'")]
    [InlineData("apiVersion: v2", "apiVersion 'v2'")]
    [InlineData("clusters: a", "clusters of another type")]
    [InlineData("clusters: [a]", "clusters of another type")]
    [InlineData("clusters: [{name: a}, {name: a}]", "two entries with the name 'a' in clusters")]
    [InlineData("users: [{name: a, user: [b]}]", "user of another type")]
    [InlineData("contexts: [{name: x, context: {cluster: c}}]", "no current-context")]
    [InlineData("current-context: z", "no context 'z'")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: c}}]", "the cluster 'c', which is missing")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: c, user: u}}]\nclusters: [{name: c, cluster: {server: 'http://a'}}]", "the user 'u', which is missing")]
    public void AFileThatIsNoKubeconfigIsNamed(string content, string named) => AssertRefused(_machine.Write("kubeconfig", content), named);

    [Fact]
    public void AFileWithoutABottomIsRefused() => AssertRefused(_machine.Write("kubeconfig", $"a: {new string('[', 100_000)}"), "nested deeper than 64 levels");

    [Fact]
    public void AnEmptyFileThatWasAskedForIsRefused() => AssertRefused(_machine.Write("kubeconfig", ""), "no current-context");

    [Fact]
    public void AMissingFileThatWasAskedForIsRefused() => AssertRefused(Path.Combine(_machine.Folder, "missing"), "can't be read");

    [Fact]
    public void AFolderIsRefused() => AssertRefused(_machine.Folder, "can't be read");

    [Fact]
    public void NoSecretIsInTheRefusal()
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => _machine.Open(_machine.Kubeconfig(Server, "token: \"hidden\\nsecret\"")));

        Assert.DoesNotContain("hidden", refusal.Message, StringComparison.Ordinal);
    }

    private void AssertRefused(string kubeconfig, string named)
    {
        var refusal = Assert.Single(Assert.Throws<OptionsValidationException>(() => _machine.Open(kubeconfig)).Failures);

        Assert.StartsWith($"ApiBridge:Kubernetes:Kubeconfig is '{kubeconfig}' and Context '', which can't be used: ", refusal, StringComparison.Ordinal);
        Assert.Contains(named, refusal, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal);
    }
}
